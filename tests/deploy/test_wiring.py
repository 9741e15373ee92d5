"""Every name that one object says of another exists; selectors find the pods they mean, and only those."""

import pytest

from tests.deploy.stage import OVERLAYS, documents, find
from tests.deploy.wiring import dead_ends, missing_mounts, missing_names, torn_budgets, twice_alike

FROM_OUTSIDE = {"frontdesk-tls"}
CHECKS = (missing_mounts, dead_ends, torn_budgets, twice_alike)


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("check", CHECKS)
def test_every_name_means_something(check, overlay):
    assert check(documents(overlay)) == []


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_configuration_and_secret_asked_for_is_there(overlay, brought):
    assert missing_names(documents(overlay), set(brought) | FROM_OUTSIDE) == []


def test_production_names_its_databases_so_that_their_operator_makes_the_secrets_asked_for(brought):
    clusters = [d["metadata"]["name"] for d in documents("production") if d["kind"] == "Cluster"]
    assert {f"{name}-app" for name in clusters} == {name for name in brought if name.endswith("-database-app")}


def workload(objects, kind="Deployment", name="intake-web"):
    return find(objects, kind, name)["spec"]


def pod(objects, **which):
    return workload(objects, **which)["template"]["spec"]


PLANTED = [
    (missing_mounts, lambda o: pod(o)["volumes"].pop()),
    (missing_mounts, lambda o: pod(o)["containers"][0]["volumeMounts"].pop()),
    (dead_ends, lambda o: workload(o, kind="Service", name="intake-doors")["selector"].update({"x": "y"})),
    (dead_ends, lambda o: workload(o, kind="Service", name="intake-doors")["ports"][0].update(targetPort="htpp")),
    (dead_ends, lambda o: workload(o)["template"]["metadata"]["labels"].pop("app.kubernetes.io/name")),
    (dead_ends, lambda o: pod(o)["containers"][0]["readinessProbe"]["httpGet"].update(port="metrics")),
    (
        dead_ends,
        lambda o: find(o, "Ingress", "gateway")["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"].update(
            name="gate"
        ),
    ),
    (
        dead_ends,
        lambda o: workload(o, kind="HorizontalPodAutoscaler", name="intake-web")["scaleTargetRef"].update(name="web"),
    ),
    (
        torn_budgets,
        lambda o: workload(o, kind="PodDisruptionBudget", name="intake-workers")["selector"].pop("matchLabels"),
    ),
    (torn_budgets, lambda o: o.remove(find(o, "PodDisruptionBudget", "notify-web"))),
    (twice_alike, lambda o: workload(o)["selector"].update(matchLabels={"app.kubernetes.io/component": "web"})),
]


@pytest.mark.parametrize(("check", "fault"), PLANTED)
def test_the_checks_can_turn_red(check, fault):
    objects = documents("production")
    fault(objects)
    assert check(objects)


@pytest.mark.parametrize(
    "fault",
    [
        lambda o: pod(o)["volumes"][0]["projected"]["sources"][1]["secret"].update(name="intake-key"),
        lambda o: pod(o)["containers"][0]["envFrom"][0]["configMapRef"].update(name="config"),
        lambda o: pod(o).update(serviceAccountName="default"),
        lambda o: find(o, "Ingress", "gateway")["spec"]["tls"][0].update(secretName="tls"),
    ],
)
def test_a_misspelt_reference_is_found(fault, brought):
    objects = documents("production")
    fault(objects)
    assert missing_names(objects, set(brought) | FROM_OUTSIDE)
