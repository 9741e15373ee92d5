"""Containers have no root, no rights, no room to write and no more than their share (reliability.md 2.7, item 14)."""

import pytest

from tests.deploy.hardening import powerful, unlimited, unprobed, weak_in_compose
from tests.deploy.stage import OVERLAYS, compose, documents, find

CHECKS = (unlimited, powerful, unprobed)


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("check", CHECKS)
def test_every_pod_is_hardened(check, overlay):
    assert check(documents(overlay)) == []


def test_every_container_of_compose_is_hardened():
    assert weak_in_compose(compose()) == []


def pod(objects, kind="Deployment", name="intake-web"):
    return find(objects, kind, name)["spec"]["template"]["spec"]


PLANTED = [
    (unlimited, lambda o: pod(o)["containers"][0]["resources"]["limits"].pop("memory")),
    (unlimited, lambda o: pod(o, "Job", "notify-migrate")["containers"][0].pop("resources")),
    (powerful, lambda o: pod(o)["securityContext"].update(runAsUser=0)),
    (powerful, lambda o: pod(o)["securityContext"].pop("runAsNonRoot")),
    (powerful, lambda o: pod(o)["securityContext"].update(seccompProfile={"type": "Unconfined"})),
    (powerful, lambda o: pod(o).update(automountServiceAccountToken=True)),
    (powerful, lambda o: pod(o).update(hostNetwork=True)),
    (powerful, lambda o: pod(o)["volumes"].append({"name": "x", "hostPath": {"path": "/"}})),
    (powerful, lambda o: pod(o, "StatefulSet", "rabbitmq")["containers"][0].pop("securityContext")),
    (powerful, lambda o: pod(o)["containers"][0]["securityContext"].update(readOnlyRootFilesystem=False)),
    (powerful, lambda o: pod(o)["containers"][0]["securityContext"]["capabilities"].update(add=["NET_ADMIN"])),
    (powerful, lambda o: pod(o)["containers"][0]["securityContext"].update(privileged=True)),
    (unprobed, lambda o: pod(o)["containers"][0].pop("readinessProbe")),
    (unprobed, lambda o: pod(o, name="billing-clock")["containers"][0].pop("livenessProbe")),
]


@pytest.mark.parametrize(("check", "fault"), PLANTED)
def test_the_checks_of_pods_can_turn_red(check, fault):
    objects = documents("dev")
    fault(objects)
    assert check(objects)


@pytest.mark.parametrize(
    "fault",
    [
        lambda said: said.update(read_only=False),
        lambda said: said.update(cap_add=["SYS_ADMIN"]),
        lambda said: said.pop("cap_drop"),
        lambda said: said.update(security_opt=[]),
        lambda said: said.update(user="0:0"),
        lambda said: said.pop("user"),
        lambda said: said["deploy"]["resources"]["limits"].pop("memory"),
        lambda said: said.update(networks={"default": None}),
        lambda said: said.pop("healthcheck"),
        lambda said: said.update(privileged=True),
    ],
)
def test_the_check_of_compose_can_turn_red(fault):
    model = compose()
    fault(model["services"]["intake-web"])
    assert weak_in_compose(model)
