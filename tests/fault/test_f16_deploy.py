"""F16: a new release beside the old one: no request fails, no event is undecodable, a database ahead is served."""

import json
import signal
from uuid import uuid4

import psycopg
import pytest
import requests

from shared.messaging.broker import open_publisher
from shared.messaging.envelope import Envelope
from tests.end_to_end.conftest import eventually
from tests.fault.conftest import build_road
from tests.fault.front import RECORDS, Front
from tests.fault.load import Load
from tests.fault.road import LONG

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


@pytest.fixture(scope="module")
def front(request, tmp_path_factory, sqlite_templates, token_keys):
    """One house for the tests of this file: each leaves it serving."""
    folder = tmp_path_factory.mktemp("deploy")
    for road in build_road(request, folder, sqlite_templates, token_keys, servers=True):
        front = Front(road.sender, folder)
        try:
            front.open()
            yield front
        finally:
            front.close()


def renewed(front) -> None:
    """HUP: gunicorn starts workers of the code as it is now, then ends the old ones."""
    before = set(front.workers())
    front.web.child.send_signal(signal.SIGHUP)
    eventually(lambda: len(front.workers()) == 2 and not before & set(front.workers()), LONG)


def test_the_old_release_serves_a_database_that_is_ahead_of_it(front):
    """Columns are added, with and without a default, and the revision is one that this code has never heard of.

    First in this file: behind the other one a fault of this kind was seen in one run of three, here in each of three.
    """
    url = front.store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as next_release, Load(front, RECORDS) as load:
        load.more(20)
        next_release.execute("SET lock_timeout = '5s'")
        for table in ("tickets", "pushes", "outbox", "chronicle_entries"):
            next_release.execute(f"ALTER TABLE {table} ADD COLUMN next_one text")
        load.more(20)
        next_release.execute("ALTER TABLE tickets ADD COLUMN next_two integer NOT NULL DEFAULT 7")
        next_release.execute("UPDATE alembic_version SET version_num = '9999_next_release'")
        load.more(40)
        assert requests.get(f"{front.url}/readyz", timeout=30).status_code == 200
    print(f"F16: {len(load.answers)} requests beside a migration, {len(load.failed())} failed")
    assert load.failed() == []
    front.must_stand()


def test_no_request_fails_while_the_workers_are_renewed(front):
    with Load(front, RECORDS) as load:
        load.more(40)
        renewed(front)
        load.more(40)
    print(f"F16: {len(load.answers)} requests, {len(load.failed())} failed, both workers replaced")
    assert load.failed() == []
    front.must_stand()


def test_a_database_behind_the_code_is_not_ready(front):
    """The other way round: doors of the next release wait for its migration. The control of the test above."""
    with front.store.work(None) as work:
        work.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    answer = requests.get(f"{front.url}/readyz", timeout=30)
    assert (answer.status_code, answer.json()["database"]) == (503, "migrations are missing")


def test_events_of_the_next_release_are_read_by_this_one_and_its_own_after_them(road):
    numbers = road.announce(3)
    table = road.sender.table("outbox")
    with road.sender.reading(None) as session:
        bodies = [row.body for row in session.execute(table.select().order_by(table.c.position))]
    newer = [grown(body, f"T-next-{n}") for n, body in enumerate(bodies)]
    publisher = open_publisher(road.sender.settings.broker_url)
    assert len(publisher.publish(newer)) == 3
    publisher.close()
    road.start(road.relay(), road.consumer())
    eventually(lambda: len(road.told()) == 6, LONG)
    assert road.told() == sorted([*numbers, "T-next-0", "T-next-1", "T-next-2"])
    assert road.parked() == []


def grown(body: str, number: str) -> tuple[str, str, str]:
    """The same event as a later release would say it: more fields in it and around it."""
    said = json.loads(body)
    ticket, event_id = str(uuid4()), str(uuid4())
    said |= {"id": event_id, "subject": ticket, "dataschema": "/schemas/next", "nextattribute": "of next year"}
    said["data"] |= {"ticket_id": ticket, "number": number, "next_field": {"deep": [1, None]}, "next_flag": True}
    return event_id, Envelope.read(body).routing_key, json.dumps(said)
