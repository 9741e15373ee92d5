"""The search on SQLite: its full-text index is read from the newest arrival back, for as long as the page needs."""

from sqlalchemy import column, select, table, union_all
from sqlalchemy import text as sql

from services.intake.tickets.models import Ticket
from shared.web.paging import Page, page_size, read, write

from .models import TicketWords, as_text

INDEX = table("ticket_words_fts", column("rowid"))
MATCHING = "ticket_words_fts MATCH :seals"


def search(session, chosen, ways: list[list[int]], units, asked: dict, _now) -> Page:
    """`chosen` selects tickets by the filters; `ways` are lists of seals of which one has to be there whole."""
    arms = [*([by_words(chosen, ways)] if ways else []), *([] if units is None else [by_unit(chosen, units)])]
    if not arms:
        return Page([], None)
    limit = page_size(asked)
    after = read(asked["after"], (TicketWords.position,))[0] if asked.get("after") else 2**62
    ends = [arm.where(column_of(arm) < after).order_by(column_of(arm).desc()).limit(limit + 1) for arm in arms]
    found = union_all(*(select(end.subquery().c[0]) for end in ends))
    whole = select(Ticket, TicketWords.position).join(TicketWords, TicketWords.ticket_id == Ticket.id)
    whole = whole.where(TicketWords.position.in_(found)).order_by(TicketWords.position.desc()).limit(limit + 1)
    rows = session.execute(whole).all()
    more, rows = len(rows) > limit, rows[:limit]
    return Page([ticket for ticket, _ in rows], write([rows[-1].position]) if more else None)


def column_of(arm):
    return list(arm.exported_columns)[0]


def by_words(chosen, ways: list[list[int]]):
    """From the index on: to look up every ticket of the page there, one by one, would take for ever."""
    said = " OR ".join(f"({as_text(way)})" for way in ways)
    arm = chosen.with_only_columns(INDEX.c.rowid).select_from(INDEX)
    arm = arm.join(TicketWords, TicketWords.position == INDEX.c.rowid).join(Ticket, Ticket.id == TicketWords.ticket_id)
    return arm.where(sql(MATCHING).bindparams(seals=said))


def by_unit(chosen, units):
    arm = chosen.with_only_columns(TicketWords.position).select_from(Ticket)
    arm = arm.join(TicketWords, TicketWords.ticket_id == Ticket.id)
    return arm.where(Ticket.unit_id.in_(units))
