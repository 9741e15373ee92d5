"""The files are well formed: strict schemas, the compose tool, one style (deployment.md 1.5)."""

import json
from functools import cache

import pytest
import yaml
from jsonschema import Draft202012Validator
from kubernetes_validate import ValidationError, validate
from yamllint import linter
from yamllint.config import YamlLintConfig

from tests.deploy.custom import SCHEMAS
from tests.deploy.stage import OVERLAYS, ROOT, compose, compose_command, documents, find, pods

KUBERNETES = "1.32"
STYLE = YamlLintConfig(
    "extends: default\n"
    "rules: {document-start: disable, line-length: {max: 140}, comments: {min-spaces-from-content: 1}, "
    "braces: {max-spaces-inside: 1}, empty-values: {forbid-in-block-mappings: true}, "
    "octal-values: {forbid-implicit-octal: false}}"
)


def misshapen(objects: list[dict]) -> list[str]:
    """What the schemas of Kubernetes, or of the operators' kinds, do not allow."""
    return [fault for each in objects for fault in _faults(json.dumps(_anywhere(each), sort_keys=True))]


def _anywhere(each: dict) -> dict:
    """Without its namespace, so that what both overlays hold is looked at once."""
    return {**each, "metadata": {key: value for key, value in each["metadata"].items() if key != "namespace"}}


@cache
def _faults(text: str) -> tuple[str, ...]:
    each = json.loads(text)
    name, schema = f"{each['kind']}/{each['metadata']['name']}", SCHEMAS.get((each["apiVersion"], each["kind"]))
    if schema:
        return tuple(f"{name}: {error.message}" for error in Draft202012Validator(schema).iter_errors(each["spec"]))
    try:
        validate(each, KUBERNETES, strict=True)
    except ValidationError as error:
        return (f"{name}: {error.message}",)
    return ()


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_object_fits_its_schema(overlay):
    assert misshapen(documents(overlay)) == []


@pytest.mark.parametrize(
    ("kind", "name", "fault"),
    [
        ("Deployment", "intake-web", lambda spec: spec.update(replicaz=2)),
        ("Deployment", "intake-web", lambda spec: spec["template"]["spec"]["containers"][0].update(args="web")),
        ("HorizontalPodAutoscaler", "intake-web", lambda spec: spec.update(minReplicas="two")),
        ("RabbitmqCluster", "rabbitmq", lambda spec: spec.update(replicas=2)),
        ("RabbitmqCluster", "rabbitmq", lambda spec: spec.update(replicaz=3)),
        ("Cluster", "billing-database", lambda spec: spec["bootstrap"]["initdb"].pop("owner")),
    ],
)
def test_the_schemas_can_turn_red(kind, name, fault):
    broken = find(documents("production"), kind, name)
    fault(broken["spec"])
    assert misshapen([broken])


def test_the_compose_file_is_whole():
    done = compose_command("config", "--quiet", environ={"SECRETS": "/var/empty"})
    assert (done.returncode, done.stderr) == (0, "")


def test_the_compose_file_has_no_secret_by_default():
    done = compose_command("config", "--quiet")
    assert done.returncode and "run python -m deploy secrets" in done.stderr


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("  read_only: true", "  read_onlyy: true"),
        ("rabbitmq: {condition: service_healthy}", "rabbit: {condition: service_healthy}"),
        ("rabbitmq: {condition: service_healthy}", "rabbitmq: {condition: service_well}"),
        ("networks: [intake-data, broker]", "networks: [intake-data, brocker]"),
    ],
)
def test_the_compose_tool_can_turn_red(line, instead):
    text = (ROOT / "docker-compose.yml").read_text()
    assert line in text
    assert compose_command(
        "config", "--quiet", text=text.replace(line, instead, 1), environ={"SECRETS": "/x"}
    ).returncode


FILES = [
    ROOT / "docker-compose.yml",
    *sorted((ROOT / "k8s").rglob("*.yaml")),
    *sorted((ROOT / "deploy").rglob("*.yaml")),
]


def test_every_file_keeps_one_style():
    faults = {str(f.relative_to(ROOT)): [str(p) for p in linter.run(f.read_text(), STYLE)] for f in FILES}
    assert {name: found for name, found in faults.items() if found} == {}
    assert list(linter.run("a: 1\na: 2\n", STYLE)), "a key that stands twice is found"


def test_every_file_of_kubernetes_is_reached_from_an_overlay():
    """A manifest that no kustomization names would never be applied, and nobody would notice."""
    named = set()
    for file in FILES[1:]:
        said = yaml.safe_load(file.read_text()) if file.name == "kustomization.yaml" else {}
        paths = [*said.get("resources", []), *(p["path"] for p in said.get("patches", []) if "path" in p)]
        named |= {(file.parent / path).resolve() for path in paths}
    manifests = {f for f in FILES[1:] if f.name != "kustomization.yaml" and "k8s" in f.parts}
    assert manifests - named == set()


def test_images_are_the_same_in_compose_and_kubernetes_and_have_a_version():
    inside = {said["image"] for said in compose()["services"].values()}
    for overlay in OVERLAYS:
        outside = {container["image"] for _, _, spec in pods(documents(overlay)) for container in spec["containers"]}
        assert outside <= inside
    assert {d["spec"]["image"] for d in documents("production") if d["kind"] == "RabbitmqCluster"} <= inside
    assert all(":" in image and not image.endswith(":latest") for image in inside)
