"""Nothing of another site or operator is found, listed, counted, named in a body, or had by a key or a cursor.

RO-1, P9; reliability.md 2.7 items 1, 2, 3 and 9; on SQLite by the session's filter, on PostgreSQL with its own wall.
"""

import json
import re
from uuid import uuid4

import pytest

from shared.testing.databases import KINDS
from tests.security import cast
from tests.security.cast import FAR, NEXT, OWN, PEOPLE
from tests.security.filling import body_for, ids_in, put
from tests.security.sweep import things_of, told, words_of

HONOUR_KEYS = ("tickets.open_ticket", "payments.receive_payment")
CHOOSES = ("replay_dead_events",)  # the ids in these bodies choose among one's own things, as a query does


@pytest.fixture(params=KINDS)
def database(request, service, houses):
    templates = request.getfixturevalue(f"{request.param}_templates")
    return houses.address(service.name, request.param, templates)


def all_round():
    """Somebody with every role at the own site: what they see is all there is to see there."""
    return cast.person("all-round", *PEOPLE)


def marks_of(ids: dict) -> list[str]:
    """What an answer would hold if it showed something of this place."""
    return [str(value) for name, value in ids.items() if name.endswith("_id") or name == "word"]


def leaks(answer, world) -> list[str]:
    text = words_of(answer)
    return [mark for place in (NEXT, FAR) for mark in marks_of(world.ids[place]) if mark in text]


def example_of(name: str, ids: dict):
    """The id a field of this name takes; a KeyError here is a new kind of id that nobody made an example of."""
    known = {"into": "other_ticket_id", "about": "bill_id", "site_ids": "site_id", "bill_ids": "bill_id"}
    known |= {"unit_ids": "unit_id", "tickets": "ticket_id"}
    return ids[known.get(name, name)]


def test_what_is_foreign_is_answered_like_what_is_not_there(closed, sweep, world):
    for door, expected in closed:
        if things_of(door):
            sweep.foreign(door, expected, world.ids[OWN])
    sweep.tell()
    assert sweep.wrong == []


def test_no_list_search_count_or_page_shows_anything_foreign(closed, ask, world):
    found, seen = {}, 0
    for door, _expected in closed:
        if door.method == "GET":
            answer = ask(door, world.ids[OWN], all_round())
            found[door.name] = leaks(answer, world)
            seen += any(mark in words_of(answer) for mark in marks_of(world.ids[OWN]))
    assert {name: marks for name, marks in found.items() if marks} == {}
    assert seen >= 3, "the own things are not shown either: this proves nothing"


def test_no_filter_finds_anything_foreign(closed, ask, world):
    wrong, tried = [], 0
    for door, _expected in closed:
        for name, field in (door.query().fields if door.query else {}).items():
            for place in (NEXT, FAR):
                value = foreign_value(name, field, world.ids[place])
                if value is None:
                    continue
                tried += 1
                query = {**ask.query(door, world.ids[OWN]), name: value}
                answer = ask(door, world.ids[OWN], all_round(), query=query)
                unknown = ask(door, world.ids[OWN], all_round(), query={**query, name: nothing_like(value)})
                if told(answer).replace(value, "") != told(unknown).replace(nothing_like(value), ""):
                    wrong.append(f"{door.name}?{name}={place}: {answer.status_code} {leaks(answer, world)}")
    print(f"{tried} foreign filters")
    assert tried and wrong == []


def foreign_value(name: str, field, ids: dict) -> str | None:
    """What somebody would type into this filter to find a thing of that place."""
    if name.endswith("_id"):
        return str(ids[name]) if name in ids else None
    return {"text": ids["word"], "name": ids["word"], "about": str(ids.get("bill_id", ""))}.get(name) or None


def nothing_like(value: str) -> str:
    return str(uuid4()) if re.fullmatch(r"[0-9a-f-]{36}", value) else "nobody-has-this-word"


def test_no_body_may_name_anything_foreign(closed, ask, world):
    wrong, tried = [], 0
    for door, _expected in closed:
        for path in ids_in(door.body) if door.body else ():
            base = {**body_for(door.body), **ask.body(door, world.ids[OWN])}
            missing = ask(door, world.ids[OWN], all_round(), body=put(base, path, uuid4()))
            for place in (NEXT, FAR):
                tried += 1
                value = example_of(next(p for p in reversed(path) if p != 0), world.ids[place])
                answer = ask(door, world.ids[OWN], all_round(), body=put(base, path, value))
                if not refused_alike(door, answer, missing):
                    wrong.append(f"{door.name} {path}={place}: {answer.status_code}, unknown {missing.status_code}")
    print(f"{tried} foreign ids in bodies")
    assert wrong == []


def refused_alike(door, answer, missing) -> bool:
    alike = answer.status_code == missing.status_code and told(answer) == told(missing)
    return alike and (answer.status_code in (403, 404, 422) or door.endpoint.split(".")[-1] in CHOOSES)


def test_a_cursor_of_another_operator_shows_only_the_own(closed, ask, world):
    far, tried = cast.person("far", *PEOPLE, operator=cast.PLACES[FAR][0], site=cast.PLACES[FAR][1]), 0
    for door, _expected in closed:
        if door.query and "after" in door.query().fields and not door.page:
            query = {**ask.query(door, world.ids[FAR]), "limit": 1}
            cursor = (ask(door, world.ids[FAR], far, query=query).json or {}).get("next")
            if cursor:
                tried += 1
                answer = ask(door, world.ids[OWN], all_round(), query={"limit": 200, "after": cursor})
                assert answer.status_code == 200 and leaks(answer, world) == [], door.name
    print(f"{tried} cursors of another operator")


def test_an_idempotency_key_of_another_operator_gives_nobody_their_answer(ask, closed, store, world):
    """The first answer is really kept here; the second asker uses the very same key for the very same words."""
    del store.work  # the rehearsal ends: what is answered stays
    for door, _expected in closed:
        if door.endpoint in HONOUR_KEYS:
            body = ask.body(door, world.ids[FAR])
            far = cast.person("same", *PEOPLE, operator=cast.PLACES[FAR][0], site=cast.PLACES[FAR][1])
            own = cast.person("same", *PEOPLE)
            assert ask(door, world.ids[FAR], far, body=body).status_code == 201
            again = ask(door, world.ids[FAR], own, body=body)
            assert again.status_code in (403, 404, 422) and "Idempotency-Replayed" not in again.headers
            assert leaks(again, world) == [] or json.loads(again.get_data())["status"] >= 400
