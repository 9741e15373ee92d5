"""Does every name that one object says of another exist? Neither schemas nor the renderer look at that."""

from collections.abc import Iterator

from tests.deploy.stage import of_kind, pods

# Brought from outside: what `python -m deploy manifests` writes, what operators make, and the certificate.
DATABASES = "-database-app"


def named(objects: list[dict], kind: str) -> set[str]:
    return {each["metadata"]["name"] for each in of_kind(objects, kind)}


def matches(selector: dict, labels: dict) -> bool:
    expressions = selector.get("matchExpressions", [])
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        labels.get(each["key"]) in each["values"] if each["operator"] == "In" else each["key"] in labels
        for each in expressions
    )


def missing_names(objects: list[dict], secrets: set[str]) -> list[str]:
    """ConfigMaps, Secrets and accounts that pods ask for and nobody brings."""
    accounts, maps = named(objects, "ServiceAccount"), named(objects, "ConfigMap")
    faults = []
    for name, _, spec in pods(objects):
        account = spec.get("serviceAccountName")
        faults += [f"{name}: ServiceAccount {account}"] * (account is not None and account not in accounts)
        for kind, asked in _asked(spec):
            known = maps if kind == "ConfigMap" else secrets
            faults += [f"{name}: {kind} {asked}"] * (asked not in known)
    for ingress in of_kind(objects, "Ingress"):
        faults += [
            f"Ingress: Secret {t['secretName']}"
            for t in ingress["spec"].get("tls", [])
            if t["secretName"] not in secrets
        ]
    return faults


def _asked(spec: dict) -> Iterator[tuple[str, str]]:
    for volume in spec.get("volumes", []):
        if "configMap" in volume:
            yield "ConfigMap", volume["configMap"]["name"]
        if "secret" in volume:
            yield "Secret", volume["secret"]["secretName"]
        for source in volume.get("projected", {}).get("sources", []):
            yield "Secret", source["secret"]["name"]
    for container in spec["containers"]:
        for source in container.get("envFrom", []):
            yield "ConfigMap", source["configMapRef"]["name"]


def missing_mounts(objects: list[dict]) -> list[str]:
    faults = []
    for name, _, spec in pods(objects):
        volumes = {volume["name"] for volume in spec.get("volumes", [])}
        for container in spec["containers"]:
            mounted = {mount["name"] for mount in container.get("volumeMounts", [])} - {"data"}
            faults += [f"{name}: no volume {each}" for each in sorted(mounted - volumes)]
            faults += [f"{name}: {each} is mounted nowhere" for each in sorted(volumes - mounted)]
    return faults


def dead_ends(objects: list[dict]) -> list[str]:
    """Selectors that find no pod, ports that no container has, Ingress and autoscalers that name nothing."""
    found = list(pods(objects))
    faults = []
    for service in of_kind(objects, "Service"):
        name, spec = service["metadata"]["name"], service["spec"]
        behind = [pod for _, labels, pod in found if matches({"matchLabels": spec["selector"]}, labels)]
        ports = {
            port["name"]: port["containerPort"]
            for pod in behind
            for c in pod["containers"]
            for port in c.get("ports", [])
        }
        faults += [f"Service {name} finds no pod"] * (not behind)
        faults += [f"Service {name}: port {p['targetPort']}" for p in spec["ports"] if p["targetPort"] not in ports]
    for workload in of_kind(objects, "Deployment", "StatefulSet"):
        own = workload["spec"]["template"]["metadata"]["labels"]
        faults += [f"{workload['metadata']['name']} finds not its own pods"] * (
            not matches(workload["spec"]["selector"], own)
        )
    return faults + _targets(objects) + _probed_ports(objects)


def _targets(objects: list[dict]) -> list[str]:
    services, deployments = named(objects, "Service"), named(objects, "Deployment")
    faults = [
        f"autoscaler of {each['spec']['scaleTargetRef']['name']}"
        for each in of_kind(objects, "HorizontalPodAutoscaler")
        if each["spec"]["scaleTargetRef"]["name"] not in deployments
    ]
    for ingress in of_kind(objects, "Ingress"):
        for rule in ingress["spec"]["rules"]:
            asked = [path["backend"]["service"]["name"] for path in rule["http"]["paths"]]
            faults += [f"Ingress: Service {name}" for name in asked if name not in services]
    return faults


def _probed_ports(objects: list[dict]) -> list[str]:
    faults = []
    for name, _, spec in pods(objects):
        for container in spec["containers"]:
            ports = {port["name"] for port in container.get("ports", [])}
            for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
                asked = container.get(probe, {}).get("httpGet", {}).get("port")
                faults += [f"{name}: {probe} asks port {asked}"] * (asked is not None and asked not in ports)
    return faults


def torn_budgets(objects: list[dict]) -> list[str]:
    """A pod in two budgets can never be moved; of what runs twice, every pod needs one."""
    faults = []
    budgets = of_kind(objects, "PodDisruptionBudget")
    for name, labels, _ in pods(objects):
        count = sum(matches(budget["spec"]["selector"], labels) for budget in budgets)
        faults += [f"{name} is in {count} budgets"] * (count > 1)
        faults += [f"{name} is in no budget"] * (
            count == 0 and name.startswith("Deployment/") and labels.get("app.kubernetes.io/name") != "mail"
        )
    return faults


def twice_alike(objects: list[dict]) -> list[str]:
    """Two Deployments whose selectors find each other's pods would fight over them."""
    found = [
        (w["metadata"]["name"], w["spec"]["selector"], w["spec"]["template"]["metadata"]["labels"])
        for w in of_kind(objects, "Deployment", "StatefulSet")
    ]
    return [
        f"{a} finds the pods of {b}"
        for a, selector, _ in found
        for b, _, own in found
        if a != b and matches(selector, own)
    ]
