"""Pages in a browser: written only from our own pages, under a strict policy, whatever page it is (ASVS 3.4, 3.5).

Generated from the route maps: every page, every writing page, every program's door that is called with a cookie.
"""

import pytest
from sqlalchemy import select

from tests.security import cast
from tests.security.asking import HTML
from tests.security.cast import COOKIE, OWN, PEOPLE

FOREIGN = [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {}]


def all_round():
    return cast.person("all-round", *PEOPLE, site="*")


@pytest.fixture
def knock(app, ask, world):
    """`knock(door, headers)` as a signed-in browser."""

    def send(door, headers: dict, **options):
        client = app.test_client()
        client.set_cookie(COOKIE, ask.token(all_round()))
        where = door.address({**world.ids[OWN], **ask.special(door, world.ids[OWN])})
        given = {"Accept": HTML, "If-Match": "*", "Idempotency-Key": "key", **headers}
        return client.open(where, method=door.method, headers=given, **options)

    return send


def test_nothing_is_written_with_a_cookie_from_another_house(doors, knock, ask, world):
    let_in, tried = [], 0
    for door in doors:
        for headers in FOREIGN if door.writes else ():
            tried += 1
            given = {"data" if door.page else "json": ask.body(door, world.ids[OWN])}
            if knock(door, headers, **given).status_code != 403:
                let_in.append(f"{door.name} with {headers}")
    print(f"{tried} forged requests")
    assert tried and let_in == []


def test_every_answer_tells_the_browser_what_to_refuse(doors, knock):
    wrong = []
    for door in doors:
        if door.method != "GET":
            continue
        said = knock(door, {}).headers
        policy = said.get("Content-Security-Policy", "")
        good = "frame-ancestors 'none'" in policy and "script-src 'unsafe" not in policy and "*" not in policy
        script = policy.split("script-src")[-1].split(";")[0] if "script-src" in policy else ""
        good = good and "unsafe" not in script and said.get("X-Content-Type-Options") == "nosniff"
        good = good and said.get("Referrer-Policy") == "same-origin" and bool(said.get("Cache-Control"))
        if not good or (door.page and "public" in said["Cache-Control"]):
            wrong.append(f"{door.name}: {dict(said)}")
    assert wrong == []


def test_no_door_lets_another_origin_read_it(doors, knock):
    asked = {door.name: knock(door, {"Origin": "https://evil.example"}).headers for door in doors}
    assert {name for name, said in asked.items() if "Access-Control-Allow-Origin" in said} == set()


def test_no_link_changes_anything(doors, knock, store):
    """A GET writes nothing, but that somebody read the file of a household (RF-6)."""
    del store.work  # what is written now stays
    before = everything(store)
    for door in doors:
        if door.method == "GET":
            knock(door, {})
    after = everything(store)
    assert {name for name in before if before[name] != after[name]} <= {
        "household_readings",
        "audit_entries",
        "audit_heads",
    }


def everything(store) -> dict[str, list]:
    """Every row of every table."""
    with store.reading(None) as session:
        return {
            name: sorted(map(repr, session.execute(select(table)).all()))
            for name, table in store.metadata.tables.items()
        }
