"""The search on PostgreSQL: what is asked for often stands among the newest, what is rare is found by the index.

A word in every third ticket would make the index bring hundreds of thousands to be sorted; a word in three tickets of a
million would make a walk through all of them. So one statement goes down a ladder, and each rung is only stood on when
those above left the page unfilled: the newest thousand that the filters leave, then this month, the month before, the
one before that, and then everything older.
"""

from datetime import datetime, timedelta

from sqlalchemy import ARRAY, Integer, and_, bindparam, func, literal, or_, select, true, tuple_, union_all

from services.intake.tickets.models import Ticket
from services.intake.tickets.queries import PAGE
from shared.web.paging import Page, page_size, read, write

from .models import TicketWords
from .sealing import month_word, sealed

NEAR = 1000
MONTHS = 3


def search(session, chosen, ways: list[list[int]], units, asked: dict, now: datetime) -> Page:
    """`chosen` selects tickets by the filters; `ways` are lists of seals of which one has to be there whole."""
    limit = page_size(asked)
    start = now
    if asked.get("after"):
        start, before = read(asked["after"], PAGE)
        chosen = chosen.where(tuple_(*PAGE) < tuple_(start, before))
    chosen = chosen.with_only_columns(*PAGE)
    rungs = rungs_of(chosen, ways, session.principal.operator_id, start, limit + 1) if ways else []
    if units is not None:
        rungs.append(newest(chosen.where(Ticket.unit_id.in_(units)), limit + 1).cte("of_unit"))
    if not rungs:
        return Page([], None)
    found = union_all(*(select(rung.c.id) for rung in rungs))
    whole = select(Ticket).where(Ticket.id.in_(found))
    tickets = session.scalars(newest(whole, limit + 1)).all()
    more, tickets = len(tickets) > limit, tickets[:limit]
    return Page(tickets, write([tickets[-1].opened_at, tickets[-1].id]) if more else None)


def rungs_of(chosen, ways, operator_id, start: datetime, wanted: int) -> list:
    # with their seals already: or PostgreSQL would rather hash all that have the word than look at a thousand
    near = chosen.add_columns(TicketWords.seals).select_from(Ticket)
    near = near.join(TicketWords, TicketWords.ticket_id == Ticket.id)
    near = newest(near, NEAR).cte("near")
    words = select(near.c.opened_at, near.c.id).where(has(ways, near.c.seals))
    words = words.order_by(near.c.opened_at.desc(), near.c.id.desc()).limit(wanted)
    rungs = [words.cte("of_the_newest")]
    there_is_more = select(func.count()).select_from(near).scalar_subquery() >= NEAR
    for number, (month, until) in enumerate(months_from(start)):
        # months have nothing in common, but what is among the newest comes again from its month: it is counted apart
        of_the_newest, *of_months = [select(func.count()).select_from(rung).scalar_subquery() for rung in rungs]
        unfilled = and_(there_is_more, of_the_newest < wanted, sum(of_months, literal(0)) < wanted)
        seals = sealed(operator_id, [month]) if month else []
        rung = chosen.join(TicketWords, TicketWords.ticket_id == Ticket.id)
        rung = rung.where(
            has([[*seals, *way] for way in ways]), unfilled, Ticket.opened_at < until if until else true()
        )
        rungs.append(newest(rung, wanted).cte(f"rung_{number}"))
    return rungs


def newest(statement, count: int):
    return statement.order_by(*(column.desc() for column in PAGE)).limit(count)


def months_from(start: datetime):
    """(word, until) of the months back from `start`; at the end everything older, without a word."""
    until = None
    for _ in range(MONTHS):
        yield month_word(start), until
        until = start = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        start -= timedelta(seconds=1)
    yield None, until


def has(ways: list[list[int]], seals=TicketWords.seals):
    """The numbers stand in the statement themselves: for numbers it does not know, PostgreSQL cannot plan."""
    said = (bindparam(None, way, ARRAY(Integer), literal_execute=True) for way in ways)
    return or_(*(seals.op("@>")(way) for way in said))
