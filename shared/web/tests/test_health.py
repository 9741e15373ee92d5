"""Questions of the machinery: live, ready, counted (libraries.md §7)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from shared.messaging import outbox
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR
from shared.web import health


@pytest.fixture
def migrated(monkeypatch):
    """The test's own service has no migrations to ask."""
    return lambda answer: monkeypatch.setattr(health, "at_head", lambda engine, name: answer)


def test_live_asks_nobody(client, store):
    store.engine.dispose()
    assert client.get("/livez").json == {"status": "ok"}


def test_ready_when_the_database_is_there_and_migrated(client, migrated):
    migrated(True)
    assert client.get("/readyz").json == {"status": "ok", "outbox_waiting": 0, "outbox_oldest_seconds": 0}
    assert client.get("/startupz").status_code == 200


def test_not_ready_before_the_migrations(client, migrated):
    migrated(False)
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_tables(client, store, migrated):
    migrated(True)
    store.metadata.drop_all(store.engine)
    assert client.get("/readyz").json["status"] == "unavailable"


def waits(store, since) -> None:
    event = Envelope(uuid4(), "intake.ticket.moved.v1", "t", OPERATOR, None, since, {}, "c")
    with store.work(None, now=since) as work:
        work.session.execute(store.table("outbox").insert(), [outbox.row(event, since)])


def test_a_backlog_degrades_but_serves_and_says_why(client, store, migrated, monkeypatch):
    migrated(True)
    waits(store, datetime.now(UTC))
    assert client.get("/readyz").json["status"] == "ok"
    monkeypatch.setattr(health, "BACKLOG", 0)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    assert answer.json["because"] == ["outbox: 1 events wait, more than 0"]


def test_one_event_that_waits_for_long_degrades_too(client, store, migrated):
    migrated(True)
    waits(store, datetime.now(UTC) - timedelta(minutes=5))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["status"], answer.json["outbox_waiting"]) == (200, "degraded", 1)
    assert "the oldest event waits for 30" in answer.json["because"][0]


def test_requests_are_counted_by_rule_and_never_by_path(client, desk, opened):
    client.get(f"/api/v1/things/{opened['id']}", headers=desk)
    numbers = client.get("/metrics")
    assert numbers.mimetype == "text/plain" and opened["id"] not in numbers.text
    assert 'rule="/api/v1/things/<uuid:thing_id>",service="fake",status="200"' in numbers.text
