"""Numbers for pushed tickets, taken a block at a time: no push waits for another one's commit to learn its number.

A block that a stopped process leaves unused is a gap; only receipts must be without gaps (RB-6).
"""

from collections import deque
from threading import Lock
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from shared.principal import Principal

BLOCK = 50

_blocks: WeakKeyDictionary = WeakKeyDictionary()
_lock = Lock()


def take_number(store, site, now) -> str:
    """The next number of this process for the site and year."""
    with _lock:
        block = _block(store, site, now)
        if not block:
            system = Principal.system(site.operator_id, site.id)
            with store.work(system, now=now) as work:
                block.extend(work.numbers("T", site.id, BLOCK, zone=site.timezone))
        return block.popleft()


def give_back(store, site, now, number: str) -> None:
    """Nothing was written under it: the next push takes it."""
    with _lock:
        _block(store, site, now).appendleft(number)


def _block(store, site, now) -> deque:
    year = now.astimezone(ZoneInfo(site.timezone)).year
    return _blocks.setdefault(store, {}).setdefault((site.id, year), deque())
