"""Nothing reaches anything unless it must: NetworkPolicies and compose networks say the same (quality.md §3)."""

import pytest

from tests.deploy.paths import labels_of, may_speak, undenied
from tests.deploy.stage import OVERLAYS, SERVICES, compose, documents, find

OURS = [f"Deployment/{name}-{process}" for name in SERVICES for process in ("web", "relay", "consume", "clock")]


def expected(source: str, target: str) -> bool:
    """Whom a process of ours may reach: its own database, and the broker when it relays or consumes."""
    service, _, process = source.removeprefix("Deployment/").partition("-")
    if target == "rabbitmq":
        return process in ("relay", "consume")
    return target == f"{service}-database"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_everything_is_denied_that_is_not_allowed(overlay):
    assert undenied(documents(overlay)) == []


def test_a_process_reaches_its_own_database_and_the_broker_only_if_it_must():
    objects = documents("dev")
    for source in OURS:
        for target, port in [*((f"{name}-database", 5432) for name in SERVICES), ("rabbitmq", 5672)]:
            reached = may_speak(objects, labels_of(objects, source), labels_of(objects, f"StatefulSet/{target}"), port)
            assert reached == expected(source, target), (source, target)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_doors_are_reached_from_the_gateway_and_by_no_other_service(overlay):
    objects = documents(overlay)
    gateway = labels_of(objects, "Deployment/gateway")
    for service in SERVICES:
        doors = labels_of(objects, f"Deployment/{service}-web")
        assert may_speak(objects, gateway, doors, 8000)
        assert not any(may_speak(objects, labels_of(objects, other), doors, 8000) for other in OURS)


def test_compose_draws_the_same_lines():
    services = compose()["services"]
    for source in OURS:
        name = source.removeprefix("Deployment/")
        for target in [*(f"{service}-database" for service in SERVICES), "rabbitmq"]:
            shared = set(services[name]["networks"]) & set(services[target]["networks"])
            assert bool(shared) == expected(source, target), (name, target, shared)


def test_only_what_people_need_is_published_and_only_notify_may_call_out():
    model = compose()
    published = {name for name, said in model["services"].items() if said.get("ports")}
    assert published == {"gateway", "mail"}
    assert all(port["host_ip"] == "127.0.0.1" for name in published for port in model["services"][name]["ports"])
    ways_out = {name for name, network in model["networks"].items() if not network.get("internal")}
    outside = {name for name, said in model["services"].items() if ways_out & set(said["networks"])}
    assert outside == {"gateway", "mail", "notify-clock"}


def test_the_check_of_denials_can_turn_red():
    objects = documents("production")
    objects.remove(find(objects, "NetworkPolicy", "default-deny"))
    assert undenied(objects)


def test_a_policy_that_is_too_wide_is_found():
    objects = documents("dev")
    find(objects, "NetworkPolicy", "billing-database")["spec"]["ingress"][0].pop("from")
    find(objects, "NetworkPolicy", "intake-to-database")["spec"]["egress"][0]["to"] = [{"podSelector": {}}]
    intake, billing = (labels_of(objects, n) for n in ("Deployment/intake-web", "StatefulSet/billing-database"))
    assert may_speak(objects, intake, billing, 5432) and not expected("Deployment/intake-web", "billing-database")
