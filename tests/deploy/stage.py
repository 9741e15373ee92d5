"""Compose and both overlays as the tests see them: rendered once, then plain dictionaries."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from deploy.kubectl import find_kubectl

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "dispatch", "billing", "notify")
OVERLAYS = ("dev", "production")
RUNNING = ("web", "relay", "consume", "clock")  # what must run besides one migration
WORKLOADS = ("Deployment", "StatefulSet", "Job")
SECRETS = "/run/secrets/"


def compose_command(*arguments: str, text: str | None = None, environ: dict | None = None):
    """`docker-compose …` on our file, or on `text`; nothing of this machine's environment but its path."""
    program = Path(sys.executable).parent / "docker-compose"
    given = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **(environ or {})}
    return subprocess.run(
        [str(program), "--project-directory", str(ROOT), "--env-file", "/dev/null"]
        + ["-f", "-" if text else str(ROOT / "docker-compose.yml"), *arguments],
        input=text,
        env=given,
        capture_output=True,
        text=True,
    )


@cache
def _compose(secrets: str) -> dict:
    done = compose_command("config", "--format", "json", environ={"SECRETS": secrets})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def compose(secrets="/var/empty") -> dict:
    """The resolved model, a fresh copy each time."""
    return copy.deepcopy(_compose(str(secrets)))


@cache
def rendered(overlay: str) -> str:
    path = ROOT / "k8s" / ("overlays/" + overlay)
    done = subprocess.run([find_kubectl(), "kustomize", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def _documents(overlay: str) -> list[dict]:
    return [document for document in yaml.safe_load_all(rendered(overlay)) if document]


def documents(overlay: str) -> list[dict]:
    """All objects of an overlay, a fresh copy each time."""
    return copy.deepcopy(_documents(overlay))


def of_kind(objects: list[dict], *kinds: str) -> list[dict]:
    return [each for each in objects if each["kind"] in kinds]


def find(objects: list[dict], kind: str, name: str) -> dict:
    return next(each for each in objects if each["kind"] == kind and each["metadata"]["name"].startswith(name))


def pods(objects: list[dict]) -> Iterator[tuple[str, dict, dict]]:
    """Name, labels and spec of what every workload starts."""
    for workload in of_kind(objects, *WORKLOADS):
        template = workload["spec"]["template"]
        yield f"{workload['kind']}/{workload['metadata']['name']}", template["metadata"]["labels"], template["spec"]


def service_of(image: str) -> str | None:
    """frontdesk/intake:0.1.0 -> intake; None for what others made."""
    house, _, rest = image.partition("/")
    return rest.partition(":")[0] if house == "frontdesk" else None


@dataclass
class Process:
    """One process of a service as it will start: its words, its environment and the files it is given."""

    name: str
    service: str
    arguments: list[str]
    environ: dict[str, str]
    files: dict[str, str | None] = field(default_factory=dict)  # below /run/secrets; None when nobody provides it


def in_compose(model: dict, read) -> list[Process]:
    """`read(source name)` -> what the secret holds."""
    found = []
    for name, said in model["services"].items():
        service = service_of(said["image"])
        if service:
            files = {secret["target"].removeprefix(SECRETS): read(secret["source"]) for secret in said["secrets"]}
            found.append(Process(name, service, said["command"], dict(said["environment"]), files))
    return found


def in_kubernetes(objects: list[dict], secrets: dict[str, dict[str, str]]) -> list[Process]:
    """`secrets` are those that somebody else brings, by name."""
    maps = {each["metadata"]["name"]: each.get("data", {}) for each in of_kind(objects, "ConfigMap")}
    found = []
    for name, _labels, spec in pods(objects):
        for container in spec["containers"]:
            service = service_of(container["image"])
            if not service:
                continue
            environ: dict[str, str] = {}
            for source in container.get("envFrom", []):
                environ |= maps.get(source["configMapRef"]["name"], {})
            environ |= {each["name"]: each["value"] for each in container.get("env", [])}
            found.append(Process(name, service, container["args"], environ, _files(spec, secrets)))
    return found


def _files(spec: dict, secrets: dict[str, dict[str, str]]) -> dict[str, str | None]:
    files: dict[str, str | None] = {}
    for volume in spec["volumes"]:
        for source in volume.get("projected", {}).get("sources", []):
            held = secrets.get(source["secret"]["name"], {})
            items = source["secret"].get("items") or [{"key": key, "path": key} for key in held]
            files |= {item["path"]: held.get(item["key"]) for item in items}
    return files
