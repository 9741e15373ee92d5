"""P-7: the ticket list and the search at a million tickets against the same at a thousand, on both databases."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.intake.search.queries import find_tickets
from shared.storage.migrate import upgrade
from shared.testing.people import DESK, HEAD_OFFICE, SITE
from shared.web.tokens import generate_keys

from .figure import Figure
from .many_tickets import fill
from .rig import Rig, service_of

MANY, FEW, ROUNDS = 1_000_000, 1_000, 15
ASKED = {
    "the list": {},
    "the list, of all sites": {"everywhere": True},
    "the list, fifteen months back": {"deep": True},
    "by site and state": {"site_id": SITE, "state": "waiting"},
    "closed complaints": {"site_id": SITE, "state": "closed", "kind": "complaint"},
    "overdue": {"overdue": True},
    "by the tail of a phone": {"phone": "5521"},
    "by a whole phone number": {"text": "138 1000 0000"},
    "by number": {"text": "000777"},
    "by unit": {"text": "3-2-120"},
    "by a word in every seventh ticket": {"text": "漏水"},
    "by two words, one ticket in four hundred": {"text": "李晓梅 跳闸"},
    "by a word in a hundred tickets": {"text": "台风"},
    "by an English word": {"text": "ceiling"},
    "by a word in none": {"text": "彩虹"},
    "by words, fifteen months back": {"text": "漏水", "deep": True},
}


def measure(rig: Rig) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        figures = []
        for kind, opened in (("PostgreSQL", lambda _: rig.store("intake")), ("SQLite", lambda n: in_file(folder, n))):
            many, few = opened(MANY), opened(FEW)
            fill(many, MANY)
            fill(few, FEW)
            figures += compared(kind, many, few)
        return figures


def in_file(folder: str, count: int):
    table = service_of("intake")
    private, public = generate_keys()
    url = f"sqlite:///{Path(folder) / str(count)}.db"
    store = table.open_store(
        table.settings(database_url=url, broker_url="memory://", token_public_keys=public, token_private_key=private)
    )
    upgrade("intake", store.engine)
    return store


def compared(kind: str, many, few) -> list[Figure]:
    """One of the many, one of the few, and so on: every way to ask by itself, and all of them together."""
    figures, all_many, all_few = [], [], []
    for words, asked in ASKED.items():
        ours, reference = (asking(store, asked) for store in (many, few))
        ours(), reference()  # warm
        pairs = [(ours(), reference()) for _ in range(ROUNDS)]
        slow, fast = (statistics.median(one) * 1000 for one in zip(*pairs, strict=True))
        figures.append(Figure("P-7", f"{kind}: {words}", slow, fast, "ms", 2, at_most=True))
        all_many += [one for one, _ in pairs]
        all_few += [other for _, other in pairs]
    both = (statistics.median(one) * 1000 for one in (all_many, all_few))
    return [Figure("P-7", f"{kind}: all of these, median", *both, "ms", 2, at_most=True), *figures]


def asking(store, asked: dict) -> Callable[[], float]:
    """A search as the desk asks it; returns how long it took."""
    who = HEAD_OFFICE if asked.get("everywhere") else DESK
    said = {name: value for name, value in asked.items() if name not in ("everywhere", "deep")}
    if asked.get("deep"):
        said["after"] = cursor_back(store, said)

    def ask() -> float:
        start = time.perf_counter()
        with store.reading(who) as session:
            find_tickets(session, said | {"limit": 50}, who, datetime.now(UTC))
        return time.perf_counter() - start

    return ask


def cursor_back(store, said: dict) -> str | None:
    """The cursor that a reader has who came so far: of a page that begins months ago, reached by the date."""
    now = datetime.now(UTC)
    back = now - timedelta(days=15 * 365 / 12)
    with store.reading(DESK) as session:
        return find_tickets(session, {**said, "opened_before": back, "limit": 50}, DESK, now).next
