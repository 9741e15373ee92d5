"""Questions of the machinery: live, ready, counted (libraries.md §7)."""

import pytest

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
    assert client.get("/readyz").json == {"status": "ok", "outbox_waiting": 0}
    assert client.get("/startupz").status_code == 200


def test_not_ready_before_the_migrations(client, migrated):
    migrated(False)
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_tables(client, store, migrated):
    migrated(True)
    store.metadata.drop_all(store.engine)
    assert client.get("/readyz").json["status"] == "unavailable"


def test_a_backlog_degrades_but_serves(client, migrated, monkeypatch):
    migrated(True)
    monkeypatch.setattr(health, "BACKLOG", -1)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")


def test_requests_are_counted_by_rule_and_never_by_path(client, desk, opened):
    client.get(f"/api/v1/things/{opened['id']}", headers=desk)
    numbers = client.get("/metrics")
    assert numbers.mimetype == "text/plain" and opened["id"] not in numbers.text
    assert 'rule="/api/v1/things/<uuid:thing_id>",service="fake",status="200"' in numbers.text
