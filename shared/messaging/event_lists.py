"""What was announced against what was heard, event by event: lists that each service prints of its own database.

    python -m services.intake events --since 2026-11-21T00:00Z > intake.txt      (and so on, one of each service)
    python -m shared.messaging.event_lists intake.txt dispatch.txt billing.txt notify.txt

Ids and kinds only, no contents. An event's id tells when it was born, so both sides speak of the same events.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, true

from shared import contracts

from .announce_again import moment

ANNOUNCED, HEARD = "announced", "heard"


@dataclass
class Lists:
    """Per service: the ids it announced and the ids it heard, each with its kind."""

    announced: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    heard: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, line: str) -> None:
        side, service, kind, event_id = line.split()
        {ANNOUNCED: self.announced, HEARD: self.heard}[side][service][event_id] = kind


def first_id(since: datetime) -> UUID:
    """The smallest id (version 7) that can have been given at this moment."""
    return UUID(int=int(since.timestamp() * 1000) << 80)


def lines_of(store, since: datetime) -> Iterator[str]:
    """One line for each event born since then: sent by this service, or handled, parked or given up by it."""
    outbox, inbox, parked = (store.table(name) for name in ("outbox", "inbox", "parked_events"))
    born = first_id(since)
    sides = [(ANNOUNCED, outbox, outbox.c.sent_at.is_not(None)), (HEARD, inbox, true()), (HEARD, parked, true())]
    with store.reading(None) as session:
        for side, table, also in sides:
            rows = select(table.c.event_id, table.c.routing_key).where(table.c.event_id >= born, also)
            for event_id, kind in session.execute(rows.order_by("event_id").execution_options(yield_per=5000)):
                yield f"{side} {store.name} {kind} {event_id}"


def differences(lists: Lists) -> list[str]:
    """What a reader never heard, and what a reader heard that its announcer does not know (any more)."""
    return [*_unheard(lists), *_unknown(lists)]


def _unheard(lists: Lists) -> Iterator[str]:
    for service, announced in lists.announced.items():
        for event_id, kind in announced.items():
            for reader in contracts.find(kind).readers:
                if reader in lists.heard and event_id not in lists.heard[reader]:
                    yield f"{event_id} {kind}: {service} announced it, {reader} never heard it"


def _unknown(lists: Lists) -> Iterator[str]:
    for reader, heard in lists.heard.items():
        for event_id, kind in heard.items():
            announcer = kind.split(".", 1)[0]
            if announcer in lists.announced and event_id not in lists.announced[announcer]:
                yield f"{event_id} {kind}: {reader} heard it, {announcer} does not know it"


def read_lists(lines: Iterable[str], *services: str) -> Lists:
    """`services` are those that were asked, though they may have had nothing to say."""
    lists = Lists()
    for service in services:
        lists.announced[service], lists.heard[service] = {}, {}
    for line in lines:
        lists.add(line)
    return lists


def run(store, arguments: list[str]) -> int:
    """`python -m services.<name> events --since …`"""
    parser = argparse.ArgumentParser(prog=f"python -m services.{store.name} events", description=__doc__)
    parser.add_argument("--since", type=moment, default=datetime.now(UTC) - timedelta(days=1))
    print(f"# {store.name}")
    for line in lines_of(store, parser.parse_args(arguments).since):
        print(line)
    return 0


def main(paths: list[str]) -> int:
    """0 when both sides agree about every event, 1 when they do not."""
    told = [line for path in paths for line in Path(path).read_text().splitlines() if line]
    services = [line[2:] for line in told if line.startswith("# ")]
    found = differences(read_lists((line for line in told if not line.startswith("#")), *services))
    for difference in found:
        print(difference)
    print(f"events: services={len(services)} differences={len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
