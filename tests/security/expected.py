"""permissions.toml as the sweep reads it: what may be done at each door, in people's hand."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.security.cast import PEOPLE
from tests.security.doors import Door

TABLE = Path(__file__).with_name("permissions.toml")
WHO = (*PEOPLE, "integration")
PREFIX = "/api/v1"


@dataclass(frozen=True)
class Expected:
    thing: str
    may: frozenset[str] | str
    everywhere: bool = False
    only_own: tuple[str, ...] = ()
    answers: bool = False
    makes: bool = False
    house: bool = False

    @property
    def public(self) -> bool:
        return self.may == "public"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(WHO) if isinstance(self.may, str) else self.may


def name_in_table(door: Door) -> str:
    page = "page " if door.page else ""
    return page + door.name.replace(f" {PREFIX}/", " /")


def read(text: str) -> dict[tuple[str, str], Expected]:
    """(service, door) -> who may. Raises ValueError for a door that stands twice or a role there is not."""
    page = tomllib.loads(text)
    found: dict[tuple[str, str], Expected] = {}
    for thing in page["thing"]:
        may = thing["may"]
        if may not in ("public", "everybody"):
            may = frozenset(page["roles"][may] if isinstance(may, str) else may)
            if may - set(WHO):
                raise ValueError(f"{thing['name']}: no role named {', '.join(sorted(may - set(WHO)))}")
        flags = {name: thing[name] for name in ("everywhere", "answers", "makes", "house") if name in thing}
        said = Expected(thing["name"], may, only_own=tuple(thing.get("only_own", ())), **flags)
        for door in thing["doors"]:
            if (thing["service"], door) in found:
                raise ValueError(f"{door} of {thing['service']} stands twice")
            found[thing["service"], door] = said
    return found


@cache
def table() -> dict[tuple[str, str], Expected]:
    return read(TABLE.read_text("utf-8"))


def expected_of(door: Door, known: dict | None = None) -> Expected | None:
    """None for a door nobody has thought about yet."""
    known = table() if known is None else known
    name = name_in_table(door)
    return known.get((door.service, name)) or known.get(("every", name))
