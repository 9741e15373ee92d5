"""What every pod and container must hold to, wherever it runs; each check returns the faults it finds."""

from tests.deploy.stage import pods, service_of


def unlimited(objects: list[dict]) -> list[str]:
    """Containers that do not say what they need and at most take."""
    return [
        f"{name}: {kind} of {what}"
        for name, _, spec in pods(objects)
        for container in spec["containers"]
        for kind in ("requests", "limits")
        for what in ("cpu", "memory")
        if what not in container.get("resources", {}).get(kind, {})
    ]


def powerful(objects: list[dict]) -> list[str]:
    """Pods that fall short of the Pod Security Standard "restricted", or may write to their image."""
    faults = []
    for name, _, spec in pods(objects):
        pod = spec.get("securityContext", {})
        faults += [f"{name}: runAsNonRoot"] * (pod.get("runAsNonRoot") is not True)
        faults += [f"{name}: user"] * (not pod.get("runAsUser"))
        faults += [f"{name}: seccomp"] * (pod.get("seccompProfile") != {"type": "RuntimeDefault"})
        faults += [f"{name}: token"] * (spec.get("automountServiceAccountToken") is not False)
        faults += [f"{name}: host"] * any(spec.get(key) for key in ("hostNetwork", "hostPID", "hostIPC"))
        faults += [f"{name}: hostPath"] * any("hostPath" in volume for volume in spec.get("volumes", []))
        for container in [*spec.get("initContainers", []), *spec["containers"]]:
            faults += [f"{name}: {fault}" for fault in _container(container.get("securityContext", {}))]
    return faults


def _container(context: dict) -> list[str]:
    wanted = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    faults = [key for key, value in wanted.items() if context.get(key) != value]
    allowed = {*wanted}
    return faults + [f"{key} is not expected" for key in context if key not in allowed]


def unprobed(objects: list[dict]) -> list[str]:
    """Containers that run on and on but whose health nobody asks."""
    return [
        f"{name}: {probe}"
        for name, _, spec in pods(objects)
        if not name.startswith("Job/")
        for container in spec["containers"]
        for probe in ("livenessProbe", "readinessProbe", *(["startupProbe"] * bool(service_of(container["image"]))))
        if probe not in container
    ]


def weak_in_compose(model: dict) -> list[str]:
    """The same for compose."""
    faults = []
    for name, said in model["services"].items():
        limits = said.get("deploy", {}).get("resources", {}).get("limits", {})
        faults += [f"{name}: read_only"] * (not said.get("read_only"))
        faults += [f"{name}: cap_drop"] * (said.get("cap_drop") != ["ALL"] or bool(said.get("cap_add")))
        faults += [f"{name}: privileges"] * ("no-new-privileges:true" not in said.get("security_opt", []))
        faults += [f"{name}: user"] * (said.get("user", "root").split(":")[0] in ("root", "0", ""))
        faults += [f"{name}: {what}" for what in ("cpus", "memory", "pids") if what not in limits]
        faults += [f"{name}: networks"] * (not said.get("networks") or "default" in said["networks"])
        faults += [f"{name}: health"] * ("healthcheck" not in said)
        faults += [f"{name}: privileged"] * bool(said.get("privileged"))
    return faults
