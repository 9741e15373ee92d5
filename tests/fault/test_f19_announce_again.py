"""F19: what was sent since a moment goes again, with its old id, and only to whom it may concern."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from services.intake.service import service as intake
from shared.contracts.intake import TicketMoved, TicketOpened
from shared.messaging import announce_again as again
from shared.messaging import outbox
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
NOW = datetime.now(UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, token_keys, tmp_path):
    templates = request.getfixturevalue(f"{request.param}_templates")
    url = templates.fresh("intake")
    keys = {"token_private_key": token_keys[0], "token_public_keys": token_keys[1]}
    store = intake.open_store(intake.settings(database_url=url, broker_url=f"embedded:///{tmp_path}/bus.db", **keys))
    yield store
    store.close()
    templates.drop(url)


def sent(store, contract, at, *, born=None) -> Envelope:
    event = Envelope(uuid4(), contract.routing_key, "t", OPERATOR, None, at, {}, "c")
    with store.work(None, now=born or at) as work:
        table = store.table("outbox")
        work.session.execute(table.insert(), [outbox.row(event, work.now)])
        work.session.execute(update(table).where(table.c.event_id == event.id).values(sent_at=at))
    return event.id


def waiting(store) -> list:
    table = store.table("outbox")
    with store.reading(None) as session:
        return [row.event_id for row in outbox.waiting(session, table, 100)]


def test_what_was_sent_since_then_waits_again_in_its_old_order(store):
    sent(store, TicketMoved, NOW - timedelta(hours=3))
    later = [sent(store, TicketMoved, NOW - timedelta(minutes=60 - n)) for n in range(3)]
    counted = again.announce_again(store, NOW - timedelta(hours=2), kinds=[TicketMoved.routing_key], now=NOW)
    assert counted == {TicketMoved.routing_key: 3}
    assert waiting(store) == later


def test_a_dry_run_counts_and_changes_nothing(store, capsys):
    sent(store, TicketOpened, NOW)
    since = (NOW - timedelta(hours=1)).isoformat()
    assert again.run(store, ["--since", since, "--dry-run"]) == 0
    assert "1  intake.ticket.opened.v1" in capsys.readouterr().out
    assert waiting(store) == []
    assert again.run(store, ["--since", since]) == 0
    assert len(waiting(store)) == 1


def test_only_the_kinds_asked_for_or_those_of_one_reader(store):
    moved, opened = sent(store, TicketMoved, NOW), sent(store, TicketOpened, NOW)
    since = (NOW - timedelta(hours=1)).isoformat()
    assert again.run(store, ["--since", since, "--kind", "intake.ticket.moved"]) == 0
    assert waiting(store) == [moved]
    assert "dispatch" in TicketOpened.readers and "dispatch" not in TicketMoved.readers
    assert again.run(store, ["--since", since, "--reader", "dispatch"]) == 0
    assert set(waiting(store)) == {moved, opened}


def test_what_readers_may_have_forgotten_that_they_know_is_never_announced_again(store, capsys):
    """Announced again and again, an old event would outlive the inbox rows that know it."""
    days = store.settings.keep_sent_days
    assert days < store.settings.keep_handled_days, "or a reader takes a doubled event for a new one"
    sent(store, TicketOpened, NOW, born=NOW - timedelta(days=days + 1))
    assert again.run(store, ["--since", (NOW - timedelta(days=days + 9)).isoformat()]) == 0
    assert waiting(store) == [] and "forgotten" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--since", "2026-11-22T08:00"], ["--since", "yesterday"]])
def test_a_moment_without_a_zone_is_no_moment(store, words):
    with pytest.raises(SystemExit) as refused:
        again.run(store, words)
    assert refused.value.code == 2


def test_a_kind_that_is_another_services_or_a_moment_to_come_is_refused(store):
    sent(store, TicketOpened, NOW)
    assert again.run(store, ["--since", NOW.isoformat(), "--kind", "billing.bill.issued"]) == 2
    assert again.run(store, ["--since", (NOW + timedelta(hours=2)).isoformat()]) == 2
    with store.reading(None) as session:
        assert session.execute(select(store.table("outbox").c.sent_at)).scalar() is not None
