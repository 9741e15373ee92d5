"""Who may speak to whom under the NetworkPolicies, reckoned as a cluster's network plugin would."""

from tests.deploy.stage import of_kind, pods
from tests.deploy.wiring import matches


def labels_of(objects: list[dict], name: str) -> dict:
    return next(labels for each, labels, _ in pods(objects) if each == name)


def may_speak(objects: list[dict], source: dict, target: dict, port: int) -> bool:
    """A connection needs a policy that lets it out and one that lets it in."""
    out = any(
        _allows(rule, "to", target, port)
        for policy in _of(objects, source, "Egress")
        for rule in policy.get("egress", [])
    )
    return out and any(
        _allows(rule, "from", source, port)
        for policy in _of(objects, target, "Ingress")
        for rule in policy.get("ingress", [])
    )


def undenied(objects: list[dict]) -> list[str]:
    """Directions in which a pod that nobody thought of, now or later, would be open."""
    closed = [
        direction
        for policy in of_kind(objects, "NetworkPolicy")
        for direction in policy["spec"]["policyTypes"]
        if policy["spec"]["podSelector"] == {} and not policy["spec"].get(direction.lower())
    ]
    return [direction for direction in ("Ingress", "Egress") if direction not in closed]


def _of(objects, labels, direction):
    for policy in of_kind(objects, "NetworkPolicy"):
        spec = policy["spec"]
        if direction in spec["policyTypes"] and matches(spec["podSelector"], labels):
            yield spec


def _allows(rule: dict, side: str, peer: dict, port: int) -> bool:
    ports = [each["port"] for each in rule.get("ports", [])]
    peers = rule.get(side)
    open_to_all = peers is None and side == "from"
    found = open_to_all or any(
        "podSelector" in each and "namespaceSelector" not in each and matches(each["podSelector"], peer)
        for each in peers or []
    )
    return found and (not ports or port in ports)
