"""Which edition of a kind of procedure holds on a day: the operator's own, or the one the house ships."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from shared.errors import NotFound

from .definition_schema import ProcedureDefinition
from .models import ProcedureEdition

SHIPPED = Path(__file__).parent / "shipped"
KINDS = {"move_in": "MI", "renovation": "RN", "take_over": "TK"}  # a kind, and what its numbers begin with


@dataclass(frozen=True)
class Edition:
    """0 is the one of the house, which has held since ever."""

    kind: str
    edition: int
    content: dict
    valid_from: date | None = None

    @property
    def name(self) -> dict:
        return self.content["name"]

    @property
    def steps(self) -> list[dict]:
        return self.content["steps"]

    @property
    def lists(self) -> list[dict]:
        return self.content["lists"]


@lru_cache(maxsize=len(KINDS))
def of_the_house(kind: str) -> Edition:
    """As shipped, with everything that was left out filled in; the same rules hold for it as for everybody's."""
    said = json.loads((SHIPPED / f"{kind}.json").read_text("utf-8"))
    schema = ProcedureDefinition()
    return Edition(kind, 0, schema.dump(schema.load(said)))


def edition_of(session, kind: str, day: date) -> Edition:
    """The one in force on the day."""
    if kind not in KINDS:
        raise NotFound("There is no such kind of procedure.")
    own = session.scalar(
        select(ProcedureEdition)
        .where(ProcedureEdition.kind == kind, ProcedureEdition.valid_from <= day)
        .order_by(ProcedureEdition.valid_from.desc(), ProcedureEdition.edition.desc())
        .limit(1)
    )
    return Edition(kind, own.edition, own.content, own.valid_from) if own else of_the_house(kind)


def editions_of(session, kind: str) -> list[ProcedureEdition]:
    chosen = select(ProcedureEdition).where(ProcedureEdition.kind == kind)
    return list(session.scalars(chosen.order_by(ProcedureEdition.edition)))
