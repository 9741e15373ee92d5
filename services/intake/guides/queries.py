"""The words in force at a site: its own over those of the house."""

import json
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select

from services.intake.tickets.rules import NEEDS
from services.intake.tickets.states import TicketKind
from shared.errors import NotFound

from .models import Guide

WORDS = ("opening", "questions", "read_back")


@lru_cache(maxsize=1)
def of_the_house() -> dict[str, dict]:
    """By kind; what every kind begins and ends with is written once."""
    told = json.loads((Path(__file__).parent / "defaults.json").read_text("utf-8"))
    every = told.pop("every")
    return {
        kind: {
            "opening": words.get("opening", every["opening"]),
            "questions": words["questions"],
            "read_back": [*words.get("read_back", ()), *every["read_back"]],
        }
        for kind, words in told.items()
    }


def guides_of(session, site_id, kind=None) -> list[SimpleNamespace]:
    """One per kind of request, in the order of the rules (RD-4)."""
    own = {guide.kind: guide for guide in session.scalars(select(Guide).where(Guide.site_id == site_id))}
    return [guide_in_force(name, own.get(name)) for name in NEEDS if kind in (None, name)]


def guide_of(session, site_id, kind: str) -> SimpleNamespace:
    return guides_of(session, site_id, kind)[0]


def find_guide(session, site_id, kind: str) -> Guide | None:
    """The site's own, if it has one. Raises NotFound for a kind there is not."""
    if kind not in NEEDS:
        raise NotFound("There is no such kind of request.")
    return session.scalar(select(Guide).where(Guide.site_id == site_id, Guide.kind == kind))


def guide_in_force(kind: str, own: Guide | None) -> SimpleNamespace:
    words = of_the_house()[kind] if own is None else {name: getattr(own, name) for name in WORDS}
    return SimpleNamespace(kind=TicketKind(kind), version=own.version if own else 0, needs=list(NEEDS[kind]), **words)
