"""What the frame offers to go to: each service says its own entries, the house puts them in one order."""

import json
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from flask import current_app, request

from shared.audit.reading import READERS
from shared.contracts import all_contracts
from shared.messaging.worklist import DECIDERS

HOUSE = Path(__file__).parent / "house.json"


@dataclass(frozen=True)
class Entry:
    """One place to go. `words` are English, translated by the catalogue; `roles` empty means everybody signed in.

    `order` sorts the side navigation over all services (10 desk … 90 settings), `key` makes `g` + key go there,
    `main` puts it into the phone's bottom bar with `icon` (a name of icons.html).
    """

    path: str
    words: str
    roles: tuple[str, ...] = ()
    order: int = 50
    key: str = ""
    main: bool = False
    icon: str = "list"
    service: str = field(default="", compare=False)
    translations: dict = field(default_factory=dict, compare=False, hash=False)


OF_EVERY_SERVICE = (
    Entry("/dead-events", "Dead events", DECIDERS, order=92),
    Entry("/audit", "Audit trail", READERS, order=94),
)


def entries_for(principal) -> list[Entry]:
    """The entries this principal may open, of every service of the house, with complete addresses."""
    own = current_app.extensions["service"]
    entries = (*getattr(own, "navigation", ()), *OF_EVERY_SERVICE)
    found = [replace(entry, path=request.script_root + entry.path) for entry in entries]
    if request.script_root:
        found += [entry for entry in house() if entry.service != own.name]
    held = principal.all_roles if principal else set()
    return sorted((entry for entry in found if not entry.roles or held & set(entry.roles)), key=_place)


def _place(entry: Entry):
    return entry.order, entry.path


def is_here(entry: Entry, active: str | None = None) -> bool:
    """Whether this entry is the place of the page: named by `active` (its words or path), or by the address."""
    if active:
        return active in (entry.words, entry.path.removeprefix(request.script_root))
    here = request.script_root + request.path
    return (here + "/").startswith(entry.path.rstrip("/") + "/")


def mounted() -> dict:
    """For pages that every service has: whose list this is, and the others' when all stand behind one address."""
    services = sorted({contract.producer for contract in all_contracts()}) if request.script_root else []
    return {"services": services, "own": current_app.extensions["service"].name}


def bottom_places(entries: list[Entry]) -> list[Entry]:
    """The phone has room for four."""
    return ([entry for entry in entries if entry.main] or entries)[:4]


@lru_cache(maxsize=1)
def house() -> tuple[Entry, ...]:
    """Every service's entries as written by `write`; nothing when the house has not been written down."""
    if not HOUSE.exists():
        return ()
    rows = json.loads(HOUSE.read_text("utf-8"))
    return tuple(replace(Entry(**row), roles=tuple(row["roles"])) for row in rows)


def write(services, path: Path = HOUSE) -> None:
    """Write down the entries of all `services`, each mounted at /<its name>, so that each frame can offer all."""
    path.write_text(text(services), "utf-8")


def text(services) -> str:
    """What `write` writes; a test of the house compares it with the file."""
    from .words import catalogue_of

    rows = []
    for service in services:
        words = catalogue_of(service.name)
        for entry in service.navigation:
            full = replace(entry, path=f"/{service.name}{entry.path}", service=service.name)
            rows.append(asdict(replace(full, translations={"zh": words.get(entry.words, entry.words)})))
    return json.dumps(sorted(rows, key=lambda row: (row["order"], row["path"])), ensure_ascii=False, indent=1) + "\n"
