"""Long lists in pages by key: everything once, nothing twice (RD-9)."""

import pytest

from shared.web import paging
from shared.web.tests import house

COLUMNS = (house.Thing.created_at, house.Thing.id)


@pytest.fixture
def seven(store):
    with store.work(None) as work:
        work.session.add_all([house.a_thing(f"thing {n}") for n in range(7)])


def walk(client, headers, limit):
    seen, address = [], f"/api/v1/things?limit={limit}"
    while address:
        answer = client.get(address, headers=headers)
        seen += [item["name"] for item in answer.json["items"]]
        link = answer.headers.get("Link", "")
        assert bool(link) == (answer.json["next"] is not None)
        address = link.removeprefix("<").partition(">")[0]
    return seen


@pytest.mark.parametrize("limit", [1, 3, 7, 200])
def test_the_pages_together_are_the_list_newest_first(client, desk, seven, limit):
    assert walk(client, desk, limit) == [f"thing {n}" for n in reversed(range(7))]


def test_a_thing_added_meanwhile_moves_nothing(client, desk, seven, store):
    first = client.get("/api/v1/things?limit=3", headers=desk).json
    with store.work(None) as work:
        work.session.add(house.a_thing("new"))
    second = client.get(f"/api/v1/things?limit=10&after={first['next']}", headers=desk).json
    assert [item["name"] for item in second["items"]] == [f"thing {n}" for n in (3, 2, 1, 0)]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.5", "1_0", "１", "x", ""])
def test_a_limit_that_is_none_is_422(client, desk, limit):
    assert client.get(f"/api/v1/things?limit={limit}", headers=desk).status_code == 422


@pytest.mark.parametrize(
    "cursor",
    ["x", "!!", "W10", paging.write(["2026-01-01", "nonsense"]), paging.write(["2026-01-01T00:00:00", "x"])]
    + [paging.write([1, 2]), paging.write(["a"]), "A" * 4000, paging.write(["99999-01-01T00:00:00+00:00", "x"])],
)
def test_a_cursor_that_no_list_gave_is_422(client, desk, cursor):
    answer = client.get("/api/v1/things", query_string={"after": cursor}, headers=desk)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["after"])


def test_a_cursor_survives_writing_and_reading():
    thing = house.a_thing("x")
    values = [thing.created_at, thing.id]
    assert paging.read(paging.write(values), COLUMNS) == values
