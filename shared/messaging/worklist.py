"""Events that could not be handled, as work for people: who may decide about which, what is inside, deciding (P5)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true, update

from shared.audit import WHOLE_OPERATOR
from shared.errors import Conflict, NotFound
from shared.masking import mask_text

from .parked import TRYING

STATES = ("dead", "waiting", "dropped")
DECIDERS = ("admin",)
AT_ONCE = 1000  # events that one act replays: a transaction stays short
HANDLED = "handled"


def within(table, principal) -> ColumnElement[bool]:
    """What this person may decide about: events of the operator, at the sites where they hold the role (RO-1).

    By hand, because the events of all operators lie in one table. None is whoever runs the machine, by the command:
    only there are events seen that do not say whose they are.
    """
    if principal is None:
        return true()
    own = table.c.operator_id == principal.operator_id
    sites = principal.where(*DECIDERS).sites
    return own if sites is None else own & table.c.site_id.in_(sites)


def chosen(table, principal, asked: dict) -> Select:
    """`asked` may name state, type, site_id, operator_id, parked_before and parked_after."""
    found = select(table).where(within(table, principal))
    for name, column in (("state", table.c.state), ("type", table.c.routing_key)):
        found = found.where(column == asked[name]) if asked.get(name) else found
    for name in ("site_id", "operator_id"):
        found = found.where(table.c[name] == asked[name]) if asked.get(name) else found
    if asked.get("parked_before"):
        found = found.where(table.c.parked_at < asked["parked_before"])
    return found.where(table.c.parked_at >= asked["parked_after"]) if asked.get("parked_after") else found


def count(session, table, principal) -> dict[str, dict[str, int]]:
    """State -> event type -> how many."""
    grouped = select(table.c.state, table.c.routing_key, func.count()).where(within(table, principal))
    counted: dict[str, dict[str, int]] = {state: {} for state in STATES}
    for state, routing_key, many in session.execute(grouped.group_by(table.c.state, table.c.routing_key)):
        counted[state][routing_key] = many
    return counted


def find(session, table, principal, event_id: UUID, *, lock: bool = False):
    """Raises NotFound when no such event is kept, or it is none of theirs."""
    wanted = chosen(table, principal, {}).where(table.c.event_id == event_id)
    found = session.execute(wanted.with_for_update() if lock else wanted).first()
    if found is None:
        raise NotFound(f"No event {event_id} is parked here; if it was, it has been handled meanwhile.")
    return found


def replay(work, principal, event_id: UUID, *, by, because: str | None = None) -> None:
    """One event begins anew, to be tried by `try_now`; should that end its process, by the consumer a little later.

    Raises Conflict for one that was dropped.
    """
    table = work.store.table("parked_events")
    row = find(work.session, table, principal, event_id, lock=True)
    if row.state == "dropped":
        raise Conflict("A dropped event is not tried again.", state=row.state, allowed=[])
    _begin_anew(work, table, [row], by, because, attempts=1, next_at=work.now + TRYING)


def replay_all(work, principal, asked: dict, *, by, because: str | None = None) -> tuple[int, int]:
    """The dead events that fit, oldest first and so many at once; returns how many, and how many are left."""
    table = work.store.table("parked_events")
    fitting = chosen(table, principal, {**asked, "state": "dead"})
    oldest = fitting.order_by(table.c.parked_at, table.c.event_id).limit(AT_ONCE)
    rows = work.session.execute(oldest.with_for_update()).all()
    _begin_anew(work, table, rows, by, because, attempts=0, next_at=work.now)
    left = work.session.scalar(select(func.count()).select_from(fitting.subquery()))
    return len(rows), left


def _begin_anew(work, table, rows: list, by, because: str | None, **due) -> None:
    ids = [row.event_id for row in rows]
    work.session.execute(update(table).where(table.c.event_id.in_(ids)).values(state="waiting", **due))
    for row in rows:
        _record(work, "event.replayed", row, by, {"state": "waiting"}, because)


def drop(work, principal, event_id: UUID, *, by, because: str) -> None:
    """Give an event up; who and why stay on record. Raises Conflict unless it is dead."""
    table = work.store.table("parked_events")
    row = find(work.session, table, principal, event_id, lock=True)
    if row.state != "dead":
        raise Conflict("Only a dead event can be dropped.", state=row.state, allowed=["replay"])
    settled = {"state": "dropped", "settled_by": by.name[:100], "settled_reason": because[:500]}
    work.session.execute(update(table).where(table.c.event_id == event_id).values(**settled))
    _record(work, "event.dropped", row, by, {"state": "dropped"}, because)


def _record(work, action: str, row, by, after: dict, because: str | None) -> None:
    """On the trail of the operator whose event it is, with what it was and why it lay here."""
    before = {"state": row.state, "attempts": row.attempts, "type": row.routing_key, "about": row.about}
    who = replace(by, operator_id=row.operator_id or WHOLE_OPERATOR)
    facts = {"before": before | {"error": reason(row.error)}, "after": after, "because": because}
    work.audit(action, about=("event", row.event_id), site_id=row.site_id, who=who, **facts)


def reason(error: str) -> str:
    """What went wrong, masked and without the statement that a database would quote with its values."""
    return mask_text(error.split("\n[SQL")[0].split("\nDETAIL")[0])


def try_now(settlement, event_id: UUID, now: datetime) -> str:
    """Try a parked event without waiting for the consumer; returns its state after that, `handled` when it is gone.

    Should the consumer try it at the same moment, the inbox lets one of the two have its effect.
    """
    table = settlement.store.table("parked_events")
    with settlement.store.reading(None) as session:
        body = session.scalar(select(table.c.body).where(table.c.event_id == event_id, table.c.state == "waiting"))
    arrival = settlement.open(body, now) if body is not None else None
    if arrival:
        settlement.handle_one(arrival, now)
    with settlement.store.reading(None) as session:
        return session.scalar(select(table.c.state).where(table.c.event_id == event_id)) or HANDLED
