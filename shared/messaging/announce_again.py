"""Announcing again what was sent since a moment: for a broker whose data is gone, or a reader restored from a backup.

The rows of the outbox are put back among those that wait, with their old ids and in their old order; whoever handled
them already knows them by its inbox. So it may be done twice, and since a moment that is rather too early.
"""

import argparse
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from shared import contracts


def run(store, arguments: list[str]) -> int:
    """`python -m services.<name> announce-again --since …`; returns the exit code."""
    asked = _parser(store.name).parse_args(arguments)
    now = datetime.now(UTC)
    kinds = kinds_of(store.name, asked.kind, asked.reader)
    if asked.since > now or not kinds:
        print("A moment that has passed, and kinds of events that this service announces, please.", file=sys.stderr)
        return 2
    counted = announce_again(store, asked.since, kinds=kinds, now=now, dry_run=asked.dry_run)
    for kind, count in counted.items():
        print(f"{count:>9}  {kind}")
    print(f"{sum(counted.values()):>9}  {'would be' if asked.dry_run else 'are'} announced again by the relay")
    if asked.since < oldest_kept(store, now):
        print(f"What is older than {oldest_kept(store, now):%Y-%m-%d %H:%M} UTC is forgotten here.", file=sys.stderr)
    return 0


def _parser(service: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m services.{service} announce-again", description=__doc__)
    parser.add_argument("--since", type=moment, required=True, help="sent since then, such as 2026-11-22T08:00+08:00")
    parser.add_argument("--kind", action="append", default=[], help="only this kind; may be said several times")
    parser.add_argument("--reader", help="only what this service reads")
    parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")
    return parser


def moment(said: str) -> datetime:
    """A point in time with its zone. Raises ValueError without one: an hour's error here is an hour of events."""
    found = datetime.fromisoformat(said)
    if found.utcoffset() is None:
        raise ValueError("a time zone is missing")
    return found.astimezone(UTC)


def kinds_of(service: str, kinds: list[str], reader: str | None) -> list[str]:
    """Routing keys that this service announces, narrowed to what was asked for."""
    own = [contract for contract in contracts.all_contracts() if contract.producer == service]
    chosen = [contract for contract in own if not kinds or {contract.name, contract.routing_key} & set(kinds)]
    return [contract.routing_key for contract in chosen if reader is None or reader in contract.readers]


def oldest_kept(store, now: datetime) -> datetime:
    """Older events stay where they are, even if they still lie here: readers may have forgotten that they know them."""
    return now - timedelta(days=store.settings.keep_sent_days)


def announce_again(store, since: datetime, *, kinds: list[str], now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Put what was sent since then back among what waits; how many of each kind."""
    table = store.table("outbox")
    chosen = (
        (table.c.sent_at >= since) & (table.c.created_at >= oldest_kept(store, now)) & (table.c.routing_key.in_(kinds))
    )
    counting = select(table.c.routing_key, func.count()).where(chosen).group_by(table.c.routing_key)
    with store.work(None, now=now) as work:
        counted = {kind: count for kind, count in work.session.execute(counting.order_by(table.c.routing_key))}
        if not dry_run:
            work.session.execute(update(table).where(chosen).values(sent_at=None))
    return counted
