"""Events already handled. The row is written in the handler's own transaction, so effect and memory are one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shared.storage.statements import insert_into


def claim(session, table, events: Iterable, now: datetime) -> set[UUID]:
    """Claim all these events with one statement; returns the ids that nobody handled before."""
    rows = {event.id: {"event_id": event.id, "routing_key": event.routing_key, "handled_at": now} for event in events}
    if not rows:
        return set()
    ordered = [rows[event_id] for event_id in sorted(rows)]  # one order for all readers: no deadlock
    statement = insert_into(session, table).on_conflict_do_nothing().returning(table.c.event_id)
    return set(session.execute(statement, ordered).scalars())  # rows beside it: so its text is made once


def forget_handled(session, table, before: datetime) -> int:
    return session.execute(table.delete().where(table.c.handled_at < before)).rowcount
