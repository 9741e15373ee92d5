"""Every door of a service, out of its route map: nothing has to be remembered when a door is added."""

import re
from dataclasses import dataclass, field

from marshmallow import Schema
from werkzeug.routing import Rule

PART = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@dataclass(frozen=True)
class Door:
    service: str
    method: str
    rule: str
    endpoint: str
    allow: str | tuple[str, ...]
    page: bool
    parts: tuple[str, ...]
    body: type[Schema] | None = field(compare=False)
    query: type[Schema] | None = field(compare=False)

    @property
    def name(self) -> str:
        """As people write it: GET /api/v1/tickets/{ticket_id}."""
        return f"{self.method} " + PART.sub(r"{\1}", self.rule)

    @property
    def writes(self) -> bool:
        return self.method not in ("GET", "HEAD")

    def address(self, ids: dict) -> str:
        """Raises KeyError naming the part of the address no example is known for."""
        return PART.sub(lambda part: str(ids[part[1]]), self.rule)


def doors_of(app, service: str) -> list[Door]:
    """Every method of every rule, HEAD and OPTIONS apart, which Flask adds by itself."""
    found = []
    for rule in app.url_map.iter_rules():
        found += [_door(app, service, rule, method) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return sorted(found, key=lambda door: (door.rule, door.method))


def _door(app, service: str, rule: Rule, method: str) -> Door:
    view = app.view_functions[rule.endpoint]
    shapes = {"json": None, "query": None} | {
        said["in"]: said["schema"] for said in getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", ())
    }
    return Door(
        service, method, rule.rule, rule.endpoint, view.allow, view.page,
        tuple(PART.findall(rule.rule)), shapes["json"], shapes["query"],
    )  # fmt: skip
