"""One relay of a service sends at a time, in the order of the facts; who stands still loses the turn (P6, P7)."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from shared.errors import ContractBroken
from shared.messaging import outbox, turns
from shared.messaging.embedded import declare, depths
from shared.messaging.envelope import LARGEST, Envelope
from shared.messaging.relay import Relay
from shared.testing.people import OPERATOR
from shared.testing.servers.server import pause

on_postgres = pytest.mark.parametrize("url", ["postgresql"], indirect=True)  # on SQLite a turn is the process's own
KEY = "intake.ticket.moved.v1"


def announced(store, count: int, text: str = "x") -> None:
    now = datetime.now(UTC)
    with store.work(None) as work:
        for _ in range(count):
            event = Envelope(uuid4(), KEY, "t", OPERATOR, None, now, {"text": text}, "c")
            work.session.execute(store.table("outbox").insert(), [outbox.row(event, now)])


@pytest.fixture
def bus(tmp_path):
    declare(str(tmp_path / "bus.db"), {"inbox": [KEY]})
    return f"embedded://{tmp_path}/bus.db"


def relay(store, bus, **given) -> Relay:
    return Relay(store, bus, **given)


class Meanwhile(Relay):
    """While it sends, another relay of the same service tries to."""

    other: Relay
    seen: list

    def _publish(self, rows):
        self.seen = [self.other.send_round()]
        return super()._publish(rows)


def test_while_one_relay_sends_the_other_finds_nothing_and_goes_on_afterwards(store, bus):
    announced(store, 4)
    first, second = Meanwhile(store, bus, round_size=2), relay(store, bus)
    first.other = second
    assert (first.send_round(), first.seen, second.send_round()) == (2, [0], 2)
    assert depths(bus.removeprefix("embedded://"))["inbox"] == (4, 0)


@on_postgres
def test_without_turns_the_second_relay_would_overtake(store):
    """What `SKIP LOCKED` alone does: the later events leave while the earlier ones are still in hand."""
    announced(store, 4)
    table = store.table("outbox")
    rows = select(table.c.position).where(table.c.sent_at.is_(None)).order_by(table.c.position).limit(2)
    rows = rows.with_for_update(skip_locked=True)
    with store.work(None) as one, store.work(None) as two:
        earlier, later = one.session.scalars(rows).all(), two.session.scalars(rows).all()
    assert max(earlier) < min(later)


@on_postgres
def test_a_relay_that_stands_still_with_its_turn_is_sent_away(store, bus, monkeypatch):
    monkeypatch.setattr(turns, "HOLD", "200ms")
    announced(store, 2)
    second = relay(store, bus)
    with pytest.raises(DBAPIError), store.work(None) as frozen:
        rows = outbox.waiting(frozen.session, store.table("outbox"), 10)
        assert len(rows) == 2 and second.send_round() == 0
        for _ in range(500):
            if second.send_round():
                break
            pause(0.02)
        outbox.mark_sent(frozen.session, store.table("outbox"), [row.position for row in rows], datetime.now(UTC))
    assert depths(bus.removeprefix("embedded://"))["inbox"] == (2, 0)


def test_a_round_is_bounded_by_what_it_weighs(store):
    announced(store, 6, "水" * 100)
    announced(store, 1, "x" * 5000)
    table = store.table("outbox")
    with store.work(None) as work:
        rows = outbox.waiting(work.session, table, 100, most_bytes=1500)
        assert sum(len(row.body.encode()) for row in rows[:-1]) < 1500 and 2 <= len(rows) <= 4
        work.session.execute(update(table).where(table.c.position < 7).values(sent_at=datetime.now(UTC)))
        assert len(outbox.waiting(work.session, table, 100, most_bytes=1500)) == 1, "what is too heavy goes alone"
        assert len(outbox.waiting(work.session, table, 100, skip={7})) == 0


def test_what_no_broker_would_take_is_not_announced():
    event = Envelope(uuid4(), KEY, "t", OPERATOR, None, datetime.now(UTC), {"text": "水" * (LARGEST // 3)}, "c")
    with pytest.raises(ContractBroken, match="larger"):
        _ = event.body


def test_after_a_failure_a_round_is_small_and_grows_again(store, bus):
    announced(store, 300)
    sender = relay(store, bus)
    publish, sender._publish = sender._publish, lambda rows: (_ for _ in ()).throw(ConnectionError("gone"))
    for _ in range(2):
        with pytest.raises(ConnectionError):
            sender.send_round()
    sender._publish = publish
    sizes = [sender.send_round() for _ in range(6)]
    assert sizes == [20, 40, 80, 160, 0, 0]
