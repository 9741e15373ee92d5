"""The nets are taken off one by one, and the judge sees what falls through: it would see it in earnest too (P3, P5)."""

import importlib
import sqlite3
from datetime import UTC, datetime
from functools import partialmethod
from uuid import UUID

import pytest

from shared.contracts.intake import TicketMoved, TicketOpened
from shared.contracts.shape import example
from shared.messaging import inbox
from shared.messaging.embedded import EmbeddedPublisher, declare
from shared.testing.people import DESK, SITE
from tests.end_to_end.conftest import open_store, service_of
from tests.ledger.book import Book
from tests.ledger.judge import judge
from tests.ledger.plants import loosen

CREATE_ORDERS = importlib.import_module("services.dispatch.work_orders.usecases.create_orders")


@pytest.fixture
def house(tmp_path, sqlite_templates, token_keys):
    """Intake, dispatch and notify around a bus that knows no queue yet."""
    bus = str(tmp_path / "bus.db")
    names = ("intake", "dispatch", "notify")
    stores = {name: open_store(name, sqlite_templates.fresh(name), f"embedded://{bus}", token_keys) for name in names}
    declare(bus, {})
    yield stores
    for store in stores.values():
        store.close()


@pytest.fixture
def judged(house, tmp_path):
    return lambda: judge(Book(tmp_path / "book.jsonl"), house)


def announce(store, contract, **more) -> None:
    data = contract.read(example(contract)) | more
    with store.work(DESK) as work:
        work.announce(contract, about=data["ticket_id"], site_id=SITE, **data)


def bodies(store) -> list[str]:
    with store.reading(None) as session:
        return [row.body for row in session.execute(store.table("outbox").select())]


def test_an_event_without_a_queue_waits_where_it_can_be_seen(house, judged):
    announce(house["intake"], TicketMoved)
    service_of("intake").relay(house["intake"]).send_round()
    assert [finding.rule for finding in judged().stuck] == ["outbox"]


def test_without_mandatory_it_is_lost_and_the_judge_says_so(house, judged, monkeypatch):
    hasty = partialmethod(EmbeddedPublisher.publish, mandatory=False)
    monkeypatch.setattr(EmbeddedPublisher, "publish", hasty)
    announce(house["intake"], TicketMoved)
    service_of("intake").relay(house["intake"]).send_round()
    verdict = judged()
    assert "event" in {finding.rule for finding in verdict.lost}
    assert verdict.stuck == []


def opened_twice(house) -> None:
    announce(house["intake"], TicketOpened)
    reader = service_of("dispatch").settlement(house["dispatch"])
    for body in bodies(house["intake"]) * 2:
        reader.handle_all([body], datetime.now(UTC))


def first_orders(verdict) -> list:
    return [finding for finding in verdict.doubled if finding.rule == "first order"]


def test_an_event_told_twice_makes_one_order(house, judged):
    opened_twice(house)
    assert first_orders(judged()) == []


def test_without_the_inbox_and_what_stands_behind_it_the_order_is_doubled_and_the_judge_says_so(
    house, judged, monkeypatch
):
    """Three nets: the inbox, the look for an order that is there, and the database's own key."""
    claim = inbox.claim

    def claim_again(session, table, events, now) -> set[UUID]:
        claim(session, table, events, now)
        return {event.id for event in events}

    monkeypatch.setattr(inbox, "claim", claim_again)
    opened_twice(house)
    assert first_orders(judged()) == [], "the inbox alone is not the only net"
    monkeypatch.setattr(CREATE_ORDERS, "orders_of", lambda session, tickets: {})
    with sqlite3.connect(house["dispatch"].engine.url.database) as database:
        loosen(database, "work_orders")
        database.execute("CREATE UNIQUE INDEX ids ON work_orders (id)")  # what their lines and steps refer to
    opened_twice(house)
    assert len(first_orders(judged())) > 0
