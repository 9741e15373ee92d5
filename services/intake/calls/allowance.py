"""How many records a platform may push within a minute (2.7, item 11): one platform's flood is not everybody's.

Counted in the database, so that all web processes count together and a restart forgives nothing; but a process takes
a block of the minute's records at a time, so that almost no push costs a round trip more. What is left of its block
when it ends is not given back: it errs on the safe side. Who was told "no more" asks nobody until the minute is over.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

from services.intake.accounts.throttle import count
from shared.errors import TooMany

WINDOW = timedelta(seconds=60)
BLOCKS = 50  # of the limit: what one process holds at most beyond what it used

_held: WeakKeyDictionary = WeakKeyDictionary()
_guard = threading.Lock()


@dataclass
class Share:
    """What this process may still take in of one platform until the window ends; `last` when there will be no more."""

    left: int
    ends_at: datetime
    last: bool = False


def take(store, integration_id: UUID | str, records: int, now: datetime) -> None:
    """Raises TooMany with the seconds until the next window. Who repeats a push takes too: it is work all the same."""
    limit = store.settings.pushes_per_minute
    wanted = min(records, limit)  # or a batch larger than the limit would never come in
    shares = _held.setdefault(store, {})
    share = shares.get(integration_id)
    if share is None or share.ends_at <= now or (share.left < wanted and not share.last):
        got = ask(store, integration_id, limit, wanted, now)  # not under the guard: others go on meanwhile
        with _guard:
            shares[integration_id] = joined(shares.get(integration_id), got)
    with _guard:
        share = shares[integration_id]
        if share.left < wanted:
            wait = max(1, int((share.ends_at - now).total_seconds()))
            raise TooMany(f"This platform may push {limit} records a minute.", retry_after=wait)
        share.left -= wanted


def ask(store, integration_id: UUID | str, limit: int, wanted: int, now: datetime) -> Share:
    """A block of the window's records, or what is left of them."""
    block = max(wanted, limit // BLOCKS)
    with store.work(None, now=now) as work:
        counted, ends_at = count(work, f"pushes:{integration_id}", now + WINDOW, by=block)
    return Share(max(0, min(block, limit - (counted - block))), ends_at, last=counted >= limit)


def joined(held: Share | None, got: Share) -> Share:
    if held is None or held.ends_at != got.ends_at:
        return got
    return Share(held.left + got.left, got.ends_at, held.last or got.last)
