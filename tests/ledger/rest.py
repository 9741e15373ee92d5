"""When a house has come to rest: nothing waits to leave, to be handled, to be tried again or to be told (P7)."""

from collections import Counter
from collections.abc import Callable, Mapping

from sqlalchemy import func, select

from shared import contracts

UNDER_WAY = ("queued", "sending")


def under_way(stores: Mapping, queues: Callable[[], dict[str, int]] = dict) -> dict[str, int]:
    """What still moves, by name; empty when nothing does. Cheap enough to be asked again and again."""
    found = Counter(queues())
    owed: Counter[str] = Counter()
    for name, store in stores.items():
        outbox, parked = store.table("outbox"), store.table("parked_events")
        with store.reading(None) as session:
            found[f"{name} outbox"] = session.scalar(select(func.count()).where(outbox.c.sent_at.is_(None)))
            found[f"{name} parked"] = session.scalar(select(func.count()).where(parked.c.state == "waiting"))
            said = session.execute(select(outbox.c.routing_key, func.count()).group_by(outbox.c.routing_key)).all()
        for key, count in said:
            owed.update(dict.fromkeys((r for r in contracts.find(key).readers if r in stores), count))
    for name, store in stores.items():
        found[f"{name} inbox"] = owed[name] - count_of(store, "inbox")
    if "notify" in stores:
        found["deliveries"] = count_of(stores["notify"], "webhook_deliveries", "pending")
        found["messages"] = count_of(stores["notify"], "messages", *UNDER_WAY)
    return {name: count for name, count in found.items() if count}


def count_of(store, table: str, *states: str) -> int:
    wanted = select(func.count()).select_from(store.table(table))
    if states:
        wanted = wanted.where(store.table(table).c.state.in_(states))
    with store.reading(None) as session:
        return session.scalar(wanted)
