"""F15: a clock stopped past its lease and woken again: the other went on, everything took effect once (P8, P10).

On PostgreSQL only: on SQLite all work is one process (decision 21), and one that is stopped within its turn to write
stops every writer, whatever we do.
"""

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
from sqlalchemy import func, select

from services.notify.messages.models import Message
from services.notify.tests import conftest as notify
from services.notify.tests.webhooks import conftest as webhooks
from services.notify.webhooks.models import Delivery
from tests.end_to_end.conftest import eventually
from tests.fault.road import LONG, ROOT, environ_of

service, extra_settings, rows = notify.service, notify.extra_settings, notify.rows
world, receiver, configure = notify.world, notify.receiver, notify.configure
platform, move = webhooks.platform, webhooks.move

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
LEASE = 1
TICKETS, MOVES = 8, 3


@pytest.fixture
def database(service, postgresql_templates):
    url = postgresql_templates.fresh(service.name)
    yield url
    postgresql_templates.drop(url)


@pytest.fixture
def clocks(store, tmp_path):
    """`clocks(sms=url)`: one more clock process of notify on this database."""
    started = []

    def start(sms: str) -> subprocess.Popen:
        own = {"SMS_URL": sms, "WEBHOOK_PRIVATE_ADDRESSES": "true", "WEBHOOK_THREADS": "4"}
        with (tmp_path / "clocks.log").open("ab") as log:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.fault.hasty", "notify", str(LEASE)],
                    env=environ_of(store.settings, **own),
                    cwd=ROOT,
                    stdout=log,
                    stderr=log,
                )  # fmt: skip
            )
        return started[-1]

    yield start
    for clock in started:
        clock.kill()
        clock.wait()


def test_a_clock_stopped_past_its_lease_and_woken_again_doubles_nothing(
    clocks, platform, receiver, configure, world, move, rows, store
):
    platform_, gateway = platform(204, hang=0.3), receiver(200, hang=0.3)
    configure(sms_url=gateway.url)
    world.site(version=2, settings={"quiet_hours": {"from": "00:00", "to": "00:00"}})  # the clocks go by the real hour
    tickets = [world.open(number=f"T-{n:03}").ticket_id for n in range(TICKETS)]
    for sequence in range(MOVES, 0, -1):
        for ticket in tickets:
            move(platform_, ticket, sequence)
    first = clocks(gateway.url)
    eventually(lambda: len(platform_.got) >= 5 and len(gateway.got) >= 1, LONG)
    os.kill(first.pid, signal.SIGSTOP)
    second = clocks(gateway.url)
    eventually(lambda: ended(rows), LONG)
    os.kill(first.pid, signal.SIGCONT)
    later = [world.open(number=f"T-later-{n}") for n in range(3)]
    eventually(lambda: ended(rows), LONG)
    assert (first.poll(), second.poll()) == (None, None)
    assert {str(t): s for t, s in effects(platform_.got).items()} == {str(t): [1, 2, 3] for t in tickets}
    told = Counter(call["headers"]["idempotency-key"] for call in gateway.got)
    assert len(told) == len(rows(Message)) == TICKETS + len(later)
    assert max(told.values()) <= store.settings.channel_tries
    outbox = store.table("outbox")
    delivered = select(func.count(), func.count(outbox.c.about.distinct()))
    with store.reading(None) as session:
        announced = session.execute(delivered.where(outbox.c.routing_key == "notify.message.delivered.v1")).one()
    assert tuple(announced) == (TICKETS + len(later),) * 2


def ended(rows) -> bool:
    return {row.state for kind in (Message, Delivery) for row in rows(kind)} == {"delivered"}


def effects(calls: list[dict]) -> dict[str, list[int]]:
    """What a receiver that looks at the delivery id has in the end, in the order of arrival."""
    seen, told = set(), {}
    for call in calls:
        if call["headers"]["webhook-id"] not in seen:
            seen.add(call["headers"]["webhook-id"])
            told.setdefault(call["json"]["data"]["ticket_id"], []).append(call["json"]["data"]["sequence"])
    return told
