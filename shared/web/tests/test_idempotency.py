"""The same request sent twice acts once (RD-4, interfaces.md §1)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from shared.web.tests import house

PATH = "/api/v1/things"


def send(client, headers, key='"k-1"', name="one", path=PATH):
    return client.post(path, json={"name": name}, headers=headers | ({"Idempotency-Key": key} if key else {}))


def count(store) -> int:
    with store.reading(None) as session:
        return session.scalar(select(func.count()).select_from(house.Thing))


def test_the_second_request_repeats_the_first_answer(client, desk, store):
    first, second = send(client, desk), send(client, desk, key="k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.data, first.headers["ETag"]) == (second.data, second.headers["ETag"])
    assert second.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert count(store) == 1


def test_the_same_key_for_another_request_is_422(client, desk, store):
    send(client, desk)
    answer = send(client, desk, name="two")
    assert (answer.status_code, "Idempotency-Key" in answer.json["errors"], count(store)) == (422, True, 1)


def test_another_spelling_of_the_same_json_is_the_same_request(client, desk):
    send(client, desk)
    headers = desk | {"Idempotency-Key": "k-1", "Content-Type": "application/json"}
    assert client.post(PATH, data=b'{ "name" :"one" }', headers=headers).status_code == 201


def test_another_client_may_use_the_same_key(client, desk, bearer):
    send(client, desk)
    other = bearer(house.person("other", "desk"))
    stranger = bearer(house.person("desk", "desk", operator=house.UUID(int=9)))
    for headers, name in ((other, "two"), (stranger, "three")):
        answer = send(client, headers, name=name)
        assert (answer.status_code, answer.json["name"]) == (201, name)


def test_a_refused_request_leaves_no_trace_and_may_be_tried_again(client, desk, store):
    assert send(client, desk, name="refused").status_code == 409
    assert count(store) == 0
    assert send(client, desk, name="one").status_code == 201


def test_where_a_key_is_required_its_absence_is_400(client, desk):
    answer = send(client, desk, key=None, path="/api/v1/strict-things")
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")
    assert send(client, desk, path="/api/v1/strict-things").status_code == 201


@pytest.mark.parametrize("key", ["", '""', "two words", "ключ", "x" * 256])
def test_a_key_that_is_no_key_is_400(client, desk, key):
    assert send(client, desk, key=key.encode().decode("latin-1") or " ").status_code == 400


def test_eight_at_once_act_once(app, desk, store):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send(app.test_client(), desk), range(8)))
    assert {answer.status_code for answer in answers} == {201} and len({answer.data for answer in answers}) == 1
    assert count(store) == 1
