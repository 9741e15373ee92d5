"""Events that could not be handled: waiting for another try, or dead until somebody decides. Nothing vanishes."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from shared.masking import without_rows
from shared.patience import spread
from shared.storage.statements import insert_into

TRYING = timedelta(seconds=60)  # so long an event that is being tried belongs to one reader
WAITS = (1, 5, 30, 120, 600, 3600, 6 * 3600)  # seconds before the 2nd, 3rd … attempt; after the last it is buried


def park(session, table, envelope, body: str, error: Exception, now: datetime, *, hopeless: bool) -> str:
    """Keep an event that failed. Returns its state: `waiting` with a next date, or `dead`.

    A further try was counted by `claim_due`; the same event arriving once more from the broker is no try of its own.
    """
    known = session.execute(select(table.c.attempts).where(table.c.event_id == envelope.id)).scalar()
    attempts = known or 1
    dead = hopeless or attempts > len(WAITS)
    state = "dead" if dead else "waiting"
    facts = {
        "state": state,
        "attempts": attempts,
        "error": storable(without_rows(f"{type(error).__name__}: {error}")[:2000]),
        "parked_at": now,
        "next_at": None if dead else now + timedelta(seconds=spread(WAITS[attempts - 1])),
    }
    insert = insert_into(session, table).values(
        event_id=envelope.id,
        routing_key=storable(envelope.routing_key)[:100],
        about=storable(envelope.about)[:64],
        operator_id=envelope.operator_id,
        site_id=envelope.site_id,
        body=storable(body),
        **facts,
    )
    session.execute(insert.on_conflict_do_update(index_elements=["event_id"], set_=facts))
    return state


def storable(text: str) -> str:
    """With what PostgreSQL or UTF-8 cannot hold written out, as \\x00: what cannot even be put aside would stop every
    event behind it, and what somebody has to look into later should still say what came."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()


def claim_due(session, table, now: datetime) -> str | None:
    """The body of one event whose next try has come. The try is counted now: its handler may end this process.

    One that already ended its last try that way is buried and the next one looked at.
    """
    due = select(table.c.event_id, table.c.attempts, table.c.body)
    due = due.where(table.c.state == "waiting", table.c.next_at <= now).order_by(table.c.next_at).limit(1)
    while row := session.execute(due.with_for_update(skip_locked=True)).first():
        chosen = update(table).where(table.c.event_id == row.event_id)
        if row.attempts <= len(WAITS):
            session.execute(chosen.values(attempts=row.attempts + 1, next_at=now + TRYING))
            return row.body
        session.execute(chosen.values(state="dead", next_at=None))
    return None


def counted(session, table) -> dict[str, int]:
    """How many events there are in each state."""
    found = session.execute(select(table.c.state, func.count()).group_by(table.c.state))
    return {state: many for state, many in found}


def any_waiting(session, table) -> bool:
    return session.scalar(select(select(table.c.event_id).where(table.c.state == "waiting").exists()))


def unpark(session, table, event_ids) -> None:
    """It worked after all."""
    session.execute(table.delete().where(table.c.event_id.in_(list(event_ids)), table.c.state == "waiting"))
