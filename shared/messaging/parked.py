"""Events that could not be handled: waiting for another try, or dead until somebody decides. Nothing vanishes."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from shared.errors import Conflict, NotFound
from shared.storage.statements import insert_into

WAITS = (1, 5, 30, 120, 600, 3600, 6 * 3600)  # seconds before the 2nd, 3rd … attempt; after the last it is buried


def park(session, table, envelope, body: str, error: Exception, now: datetime, *, hopeless: bool) -> str:
    """Keep an event that failed. Returns its state: `waiting` with a next date, or `dead`."""
    known = session.execute(select(table.c.attempts).where(table.c.event_id == envelope.id)).scalar()
    attempts = (known or 0) + 1
    dead = hopeless or attempts > len(WAITS)
    state = "dead" if dead else "waiting"
    facts = {
        "state": state,
        "attempts": attempts,
        "error": f"{type(error).__name__}: {error}"[:2000],
        "parked_at": now,
        "next_at": None if dead else now + timedelta(seconds=WAITS[attempts - 1]),
    }
    insert = insert_into(session, table).values(
        event_id=envelope.id,
        routing_key=envelope.routing_key[:100],
        about=envelope.about[:64],
        operator_id=envelope.operator_id,
        site_id=envelope.site_id,
        body=body,
        **facts,
    )
    session.execute(insert.on_conflict_do_update(index_elements=["event_id"], set_=facts))
    return state


def due(session, table, now: datetime, limit: int = 50) -> list[str]:
    """Bodies of the events whose next try has come."""
    rows = (
        select(table.c.body)
        .where(table.c.state == "waiting", table.c.next_at <= now)
        .order_by(table.c.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.execute(rows).scalars())


def any_waiting(session, table) -> bool:
    return session.scalar(select(select(table.c.event_id).where(table.c.state == "waiting").exists()))


def unpark(session, table, event_ids) -> None:
    """It worked after all."""
    session.execute(table.delete().where(table.c.event_id.in_(list(event_ids)), table.c.state == "waiting"))


def listing(session, table, state: str | None = None) -> list:
    rows = select(table).order_by(table.c.parked_at)
    return session.execute(rows.where(table.c.state == state) if state else rows).all()


def one(session, table, event_id: UUID):
    """Raises NotFound when no such event is kept."""
    found = session.execute(select(table).where(table.c.event_id == event_id)).first()
    if found is None:
        raise NotFound(f"No event {event_id} is parked here.")
    return found


def replay(session, table, event_ids: list[UUID], now: datetime) -> int:
    """Try dead events again at once."""
    chosen = update(table).where(table.c.event_id.in_(event_ids), table.c.state == "dead")
    return session.execute(chosen.values(state="waiting", attempts=0, next_at=now)).rowcount


def drop(session, table, event_id: UUID, *, by: str, reason: str) -> None:
    """Give an event up; who and why stay on record. Raises Conflict unless it is dead."""
    if one(session, table, event_id).state != "dead":
        raise Conflict("Only a dead event can be dropped.")
    chosen = update(table).where(table.c.event_id == event_id)
    session.execute(chosen.values(state="dropped", settled_by=by, settled_reason=reason))
