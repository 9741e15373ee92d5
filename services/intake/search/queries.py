"""A page of tickets by filters and by whatever was typed into the box, the newest first, with one statement (RD-13)."""

from datetime import datetime

from sqlalchemy import select

from services.intake.directory.models import UnitName
from services.intake.tickets.queries import PAGE, asked_tickets
from shared.web.paging import Page, keyset

from . import fts, ladder
from .sealing import seals_asked, unit_asked


def find_tickets(session, asked: dict, principal, now: datetime) -> Page:
    """`asked` as the list's query loaded it: filters, `text`, `limit`, `after`. Raises BadInput."""
    chosen = asked_tickets(asked, principal, now)
    if not asked.get("text"):
        return keyset(session, chosen, PAGE, asked)
    ways = seals_asked(principal.operator_id, asked["text"])
    search = fts.search if session.bind.dialect.name == "sqlite" else ladder.search
    return search(session, chosen, ways, units_asked(asked["text"]), asked, now)


def units_asked(text: str):
    """The units that are called so, by any of their names: 听雨阁2单元1201."""
    key = unit_asked(text)
    return None if key is None else select(UnitName.unit_id).where(UnitName.key == key)
