"""Probes ask doors that exist, and the gateway hides from the outside what only the machinery asks."""

import importlib
import re

import pytest

from shared.web.health import blueprint
from tests.deploy.stage import OVERLAYS, ROOT, SERVICES, compose, documents, find, pods, service_of

TEMPLATE = (ROOT / "deploy" / "gateway" / "default.conf.template").read_text()
METRICS_PORT = "9000"


@pytest.fixture(scope="module")
def doors(tmp_path_factory, keys) -> dict[str, set[str]]:
    """The paths that each service answers to a GET, from its own map of routes."""
    found = {}
    for name in SERVICES:
        service = importlib.import_module(f"services.{name}.service").service
        said = {"DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp(name)}/x.db", "BROKER_URL": "amqp://nobody"}
        said["TOKEN_PUBLIC_KEYS"] = keys.read("token_public_keys")
        app = service.web_app(service.settings.read({f"FRONTDESK_{key}": value for key, value in said.items()}))
        found[name] = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    return found


def unanswered(objects: list[dict], doors: dict[str, set[str]]) -> list[str]:
    """Probes of our services that ask a door that is not there."""
    faults = []
    for name, _, spec in pods(objects):
        for container in spec["containers"]:
            service = service_of(container["image"])
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                asked = container.get(probe, {}).get("httpGet")
                if service and asked:
                    known = doors[service] if asked["port"] == "http" else {"/metrics"}
                    faults += [f"{name}: {asked['path']}"] * (asked["path"] not in known)
    return faults


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_probe_asks_a_door_that_is_there(overlay, doors):
    assert unanswered(documents(overlay), doors) == []


def test_a_probe_that_asks_nobody_is_found(doors):
    objects = documents("dev")
    container = find(objects, "Deployment", "intake-web")["spec"]["template"]["spec"]["containers"][0]
    container["livenessProbe"]["httpGet"]["path"] = "/alive"
    assert unanswered(objects, doors) == ["Deployment/intake-web: /alive"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_ports_are_those_that_processes_open(overlay):
    for each in documents(overlay):
        if each["kind"] == "ConfigMap" and "FRONTDESK_HTTP_PORT" in each["data"]:
            assert (each["data"]["FRONTDESK_HTTP_PORT"], each["data"]["FRONTDESK_METRICS_PORT"]) == (
                "8000",
                METRICS_PORT,
            )
    for _, labels, spec in pods(documents(overlay)):
        if service_of(spec["containers"][0]["image"]) and labels["app.kubernetes.io/component"] != "migrate":
            (port,) = spec["containers"][0]["ports"]
            assert port["containerPort"] == (8000 if port["name"] == "http" else int(METRICS_PORT))


def test_the_health_checks_of_compose_ask_the_same(doors):
    for name, said in compose()["services"].items():
        service, check = service_of(said["image"]), " ".join(map(str, said["healthcheck"].get("test", [])))
        if service and not said["healthcheck"].get("disable"):
            port, path = re.search(r"127\.0\.0\.1:(\d+)(/\w+)", check).groups()
            if said["command"] == ["web"]:
                assert port == "8000" and path in doors[service], name
            else:
                assert (port, path) == (said["environment"]["FRONTDESK_METRICS_PORT"], "/metrics"), name


def test_the_gateway_knows_every_service_and_hides_every_question_of_the_machinery():
    hidden = re.search(r"\^/\(\?:([\w|]+)\)/\(\?:([\w|]+)\)\(\?:/\|\$\) \{ return 404; \}", TEMPLATE)
    passed = re.search(r"\(\?<house>([\w|]+)\)", TEMPLATE)
    assert set(hidden[1].split("|")) == set(passed[1].split("|")) == set(SERVICES)
    names = {rule.removeprefix("/") for rule in _rules_of(blueprint)}
    assert names <= set(hidden[2].split("|"))


def _rules_of(part) -> list[str]:
    from flask import Flask

    app = Flask("x", static_folder=None)
    app.register_blueprint(part)
    return [rule.rule for rule in app.url_map.iter_rules()]
