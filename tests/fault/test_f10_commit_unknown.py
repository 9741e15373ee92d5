"""F10: the connection to the database ends at the commit, and nobody knows whether it happened: who asks again with the
same id or key is told what stands (P2)."""

import uuid

import pytest
import requests
from sqlalchemy import select

from embedded.door import Door
from tests.end_to_end.conftest import eventually
from tests.fault.front import RECORDS, Front
from tests.fault.mayhem import ID
from tests.fault.road import LONG
from tests.ledger.proxy import Proxy

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
TICKETS = "/intake/api/v1/tickets"


@pytest.fixture
def database(postgres):
    with Proxy(postgres.port) as proxy:
        yield proxy


@pytest.fixture
def front(server_road, postgres, database, tmp_path):
    """Intake's doors, whose every statement goes through the proxy."""
    front = Front(server_road.sender, tmp_path)
    direct = front.environ["FRONTDESK_DATABASE_URL"]
    front.environ["FRONTDESK_DATABASE_URL"] = direct.replace(f":{postgres.port}/", f":{database.port}/")
    try:
        front.open()
        yield front
    finally:
        front.close()


def test_a_push_whose_commit_is_unknown_is_told_the_same_when_it_comes_again(front, server_road, database):
    front.push_all(RECORDS[:3])  # everything is open and known
    for record, done in zip(RECORDS[3:7], [True, False] * 2, strict=True):
        trap = database.cut_at(record[ID].encode(), pass_on=done)
        first = front.push_once(record)
        assert trap.sprung.is_set()
        assert first.status_code in (200, 201, 503)
        again = eventually(lambda: accepted(front, record), LONG)  # noqa: B023
        assert again.status_code == (200 if done or first.ok else 201)
        assert front.push_once(record).json() == again.json()
    front.must_stand()


def test_a_request_with_a_key_whose_commit_is_unknown_gets_the_stored_answer(front, server_road, database):
    desk = desk_of(front)
    asked = {"site_id": front.sites[0], "description": "水管漏水", "kind": "repair_unit"}
    for done in [True, False] * 2:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        trap = database.cut_at(b"COMMIT", pass_on=done, after=key["Idempotency-Key"].encode())
        first = post(desk, asked, key)
        assert trap.sprung.is_set()
        assert first.status_code == 503 and int(first.headers["Retry-After"]) >= 1
        again = eventually(lambda: answered(desk, asked, key), LONG)  # noqa: B023
        assert ("Idempotency-Replayed" in again.headers) == done
        assert post(desk, asked, key).json() == again.json()
    numbers = numbers_of(server_road.sender)
    assert len(numbers) == len(set(numbers)) == 4


def desk_of(front) -> Door:
    """Somebody at the desk of the first site, signed in."""
    person = {"login": "desk-f10", "name": "Desk", "password": uuid.uuid4().hex, "roles": {front.sites[0]: ["desk"]}}
    front.admin.post("/intake/api/v1/accounts", person)
    desk = Door({"intake": front.url}, person["login"], person["password"])
    desk.get(TICKETS)
    return desk


def numbers_of(store) -> list[str]:
    with store.reading(None) as session:
        return list(session.execute(select(store.table("tickets").c.number)).scalars())


def accepted(front, record):
    answer = front.push_once(record)
    return answer if answer.ok else None


def post(desk: Door, asked: dict, key: dict) -> requests.Response:
    """Once, whatever comes back: the door's own patience would hide it."""
    headers = {**key, **desk.credentials(TICKETS)}
    return requests.post(desk.address_of(TICKETS), json=asked, headers=headers, timeout=60)


def answered(desk: Door, asked: dict, key: dict):
    answer = post(desk, asked, key)
    return answer if answer.ok else None
