"""Events waiting to leave. A row is written in the same transaction as the fact it tells."""

import time
from datetime import datetime

from sqlalchemy import LargeBinary, cast, func, insert, select, text, update

from . import turns

CHANNEL = "frontdesk_outbox"
ROUND_BYTES = 8 * 1024 * 1024  # a round is held in memory; the first event of it goes whatever its size
QUIET = 0.01  # seconds: a relay that was just woken is still looking, see relay.LINGER

_woken_at = 0.0


def write(work) -> None:
    """Store what this work announced, and wake the relay if it may be asleep."""
    if not work.announcements:
        return
    work.session.execute(insert(work.store.table("outbox")), [row(e, work.now) for e in work.announcements])
    wake(work.session)


def row(envelope, now: datetime) -> dict:
    return {
        "event_id": envelope.id,
        "routing_key": envelope.routing_key,
        "about": envelope.about,
        "operator_id": envelope.operator_id,
        "site_id": envelope.site_id,
        "body": envelope.body,
        "created_at": now,
    }


def wake(session) -> None:
    """NOTIFY with the commit, but not in every transaction: under load that alone costs 40 % of the throughput."""
    if session.bind.dialect.name == "postgresql" and wake_is_due():
        session.execute(text(f"NOTIFY {CHANNEL}"))


def wake_is_due() -> bool:
    """Whether the relay may be asleep. Who asks and hears yes has to wake it."""
    global _woken_at
    now = time.monotonic()
    if now - _woken_at <= QUIET:
        return False
    _woken_at = now
    return True


def waiting(session, table, limit: int, *, skip=(), most_bytes: int = ROUND_BYTES) -> list:
    """The oldest unsent rows, at most `limit` and about `most_bytes` of them; none while another relay sends.

    Never "newer than the last", which would skip late commits.
    """
    postgres = session.bind.dialect.name == "postgresql"
    size = func.octet_length(table.c.body) if postgres else func.length(cast(table.c.body, LargeBinary))
    unsent = (
        select(table.c.position, table.c.event_id, table.c.routing_key, table.c.body, size.label("size"))
        .where(table.c.sent_at.is_(None))
        .order_by(table.c.position)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if postgres:
        unsent = unsent.where(turns.on_postgres())
    if skip:
        unsent = unsent.where(table.c.position.not_in(skip))
    held = unsent.cte("held")
    before = (func.sum(held.c.size).over(order_by=held.c.position) - held.c.size).label("before")
    counted = select(held, before).subquery()
    return session.execute(select(counted).where(counted.c.before < most_bytes).order_by(counted.c.position)).all()


def mark_sent(session, table, positions: list[int], now: datetime) -> None:
    session.execute(update(table).where(table.c.position.in_(positions)).values(sent_at=now))


def forget_sent(session, table, before: datetime) -> int:
    """Drop rows sent before `before`; until then a reader can be replayed from them."""
    return session.execute(table.delete().where(table.c.sent_at < before)).rowcount


def backlog(session, table) -> tuple[int, datetime | None]:
    """How many events wait, and since when the oldest does."""
    return session.execute(select(func.count(), func.min(table.c.created_at)).where(table.c.sent_at.is_(None))).one()
