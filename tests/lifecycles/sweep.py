"""Every state × every action of a lifecycle over HTTP, from its own table and the doors the application has (C-2).

A new action has a door in the route map and a body in the OpenAPI description, so it is tried without being named here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.principal import ROLES, Principal
from shared.testing.people import person
from shared.transitions import Lifecycle
from tests.lifecycles.watching import differences, photograph

EVERYONE = person("everyone", *(set(ROLES) - {"system", "integration", "admin", "head_office"}))
NOBODY = person("nobody", "guard")


@dataclass
class Sweep:
    """`put(state)` brings a thing into that state and returns its id; `facts` are values for fields of bodies."""

    client: object
    app: object
    store: object
    lifecycle: Lifecycle
    things: str
    put: Callable
    facts: dict = field(default_factory=dict)
    doors: dict = field(default_factory=dict)  # action → door, where the table itself does not say it
    inner: tuple[str, ...] = ()  # doors of parts of the thing: offered, and swept where the parts are
    parts: tuple[str, ...] = ()  # doors that add a part to the thing, whatever its state
    noted: tuple[str, ...] = ()  # tables in which a password that was given is remembered, whatever came of it
    shows_allowed: bool = True
    nobody: Principal = NOBODY  # a role that has no business with the thing
    described: dict | None = None

    def door_of(self, action: str) -> str | None:
        return {**self.lifecycle.doors, **self.doors}.get(action, action)

    def found(self) -> dict[str, str]:
        """Door → its path in the OpenAPI description, as the running application has them."""
        shape = re.compile(rf"/api/v1{self.things}/<uuid:(\w+)>/([\w-]+)")
        rules = (rule for rule in self.app.url_map.iter_rules() if "POST" in rule.methods)
        hits = (shape.fullmatch(rule.rule) for rule in rules)
        found = {hit[2]: f"/api/v1{self.things}/{{{hit[1]}}}/{hit[2]}" for hit in hits if hit}
        return {door: path for door, path in found.items() if door not in self.parts}

    def strangers(self) -> set[str]:
        """Doors no action of the table stands behind."""
        return set(self.found()) - {self.door_of(action) for action in self.lifecycle.actions}

    def is_legal(self, state, door: str) -> bool:
        return any(
            self.lifecycle.find(state, action) for action in self.lifecycle.actions if self.door_of(action) == door
        )

    def body(self, door: str) -> dict:
        described = self.described = self.described or self.client.page("GET", "/api/v1/openapi.json").json
        asked = described["paths"][self.found()[door]]["post"].get("requestBody")
        if asked is None:
            return {}
        return self._made(next(iter(asked["content"].values()))["schema"], described)

    def _made(self, schema: dict, described: dict, name: str = ""):
        if name in self.facts:
            return self.facts[name]
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        if schema.get("enum"):
            return schema["enum"][0]
        kind = schema["type"][0] if isinstance(schema.get("type"), list) else schema.get("type")
        if kind == "object":
            parts = schema.get("properties", {})
            wanted = set(schema.get("required", ())) | (set(parts) & set(self.facts))
            return {part: self._made(parts[part], described, part) for part in sorted(wanted)}
        later = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        text = {"uuid": str(uuid4()), "date-time": later, "date": later[:10]}.get(schema.get("format", ""), "原因")
        listed = [self._made(schema["items"], described)] if kind == "array" else None
        return {"array": listed, "integer": schema.get("minimum", 1), "boolean": True}.get(kind, text)

    def read(self, thing: str) -> dict:
        answer = self.client.as_(EVERYONE).get(f"{self.things}/{thing}")
        assert answer.status_code == 200, answer.json
        return answer.json

    def refuse_what_is_illegal(self, state) -> int:
        """Everything the table does not know is 409 with what is allowed; what is nobody's business is 403."""
        thing, bodies, tried = self.put(state), {door: self.body(door) for door in self.found()}, 0
        seen, before = self.read(thing), photograph(self.store)
        assert seen["state"] == state, (seen["state"], state)
        for door, body in bodies.items():
            path, known = f"{self.things}/{thing}/{door}", {"version": seen["version"]}
            assert self.client.as_(self.nobody).post(path, json=body, **known).status_code == 403, (state, door)
            if self.is_legal(state, door):
                continue
            answer = self.client.as_(EVERYONE).post(path, json=body, **known)
            assert answer.status_code == 409, (str(state), door, answer.json)
            self._says_what_is_allowed(state, door, answer, seen)
            tried += 1
        changed = {t: rows for t, rows in differences(before, photograph(self.store)).items() if t not in self.noted}
        assert changed == {}, (str(state), changed)
        return tried

    def go_through(self, *, but: tuple[str, ...] = ()) -> None:
        """Every state: each of its doors is either refused or opens. That it opens is seen on SQLite, and on
        PostgreSQL in the games: refusals that leave a trace are what differs between databases."""
        for state in self.lifecycle.states:
            refused = self.refuse_what_is_illegal(state)
            if self.store.settings.database_url.startswith("sqlite"):
                left_out = sum(self.is_legal(state, door) for door in but)
                assert refused + left_out + self.take_what_is_legal(state, but=but) == len(self.found()), state

    def _says_what_is_allowed(self, state, door, answer, seen) -> None:
        assert answer.mimetype == "application/problem+json" and answer.json["state"] == state
        allowed = set(answer.json["allowed"])
        assert door not in allowed and allowed <= {*self.found(), *self.inner}, (str(state), door, allowed)
        if self.shows_allowed:
            assert allowed == set(seen["allowed"]), (str(state), door)
        else:
            assert allowed == {one for one in (*self.found(), *self.inner) if self.is_legal(state, one)}, (
                str(state),
                door,
            )

    def take_what_is_legal(self, state, *, but: tuple[str, ...] = ()) -> int:
        """Every door the table knows opens, and leads where the table says."""
        legal = [door for door in self.found() if self.is_legal(state, door) and door not in but]
        for door in legal:
            thing = self.put(state)
            body, known = self.body(door), {"version": self.read(thing)["version"]}
            answer = self.client.as_(EVERYONE).post(f"{self.things}/{thing}/{door}", json=body, **known)
            assert answer.status_code == 200, (str(state), door, answer.json)
            ways = {str(m.to) for m in self.lifecycle.moves if state in m.from_ and self.door_of(m.action) == door}
            assert answer.json["state"] in ways, (str(state), door, answer.json["state"])
        return len(legal)
