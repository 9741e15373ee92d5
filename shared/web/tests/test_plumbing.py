"""How a service's events are doing can be asked by those who run it, and by nobody else."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.messaging import outbox, parked
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR
from shared.web.tests import house


def event(now) -> Envelope:
    return Envelope(uuid4(), "intake.ticket.moved.v1", "t", OPERATOR, None, now, {}, "c")


def test_what_waits_and_what_is_dead_is_counted(client, store, bearer):
    admin = bearer(house.person("chief", "admin"))
    now = datetime.now(UTC)
    quiet = {"outbox_waiting": 0, "oldest_outbox_seconds": 0, "parked_waiting": 0, "parked_dead": 0}
    assert client.get("/api/v1/plumbing", headers=admin).json == quiet

    with store.work(None, now=now - timedelta(minutes=5)) as work:
        work.session.execute(store.table("outbox").insert(), [outbox.row(event(now), work.now)])
        for hopeless in (False, True, True):
            failed = event(now)
            table = store.table("parked_events")
            parked.park(work.session, table, failed, failed.body, RuntimeError("a bug"), now, hopeless=hopeless)
    found = client.get("/api/v1/plumbing", headers=admin).json
    assert (found["outbox_waiting"], found["parked_waiting"], found["parked_dead"]) == (1, 1, 2)
    assert 300 <= found["oldest_outbox_seconds"] < 400


def test_it_is_for_those_who_run_the_house(client, bearer):
    assert client.get("/api/v1/plumbing").status_code == 401
    assert client.get("/api/v1/plumbing", headers=bearer(house.person("desk", "desk"))).status_code == 403
