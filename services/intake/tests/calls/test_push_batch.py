"""A batch is answered line by line, in one transaction: a bad line never spoils the others (RV-9)."""

import json

from services.intake.tests.calls.conftest import record


def batch(push, records):
    return push({"records": records}, path="/pushes/batch")


def test_every_line_gets_its_own_answer(push, left):
    push(record("old"))
    lines = [
        record("new"),
        record("old"),
        record("old", Note="changed"),
        record(None),
        record("nowhere", Borough="Mars"),
        record("new"),
        record("new", Note="changed"),
        record("odd", Type="量子", **{"Complaint Type": "GRAVITY"}),
        "no object",
    ]
    answer = batch(push, lines)
    assert answer.status_code == 200, answer.json
    said = answer.json
    assert [line["status"] for line in said["lines"]] == [201, 200, 409, 422, 422, 200, 409, 201, 422]
    assert (said["accepted"], said["repeated"], said["refused"]) == (2, 2, 5)
    assert said["lines"][0]["number"] == said["lines"][5]["number"] and said["lines"][7]["unclassified"]
    assert [line["line"] for line in said["lines"]] == list(range(1, 10))
    assert said["lines"][3]["problem"]["errors"] == {"Unique Key": ["The record's own identity is required."]}
    assert said["lines"][4]["external_id"] == "nowhere" and left()["tickets"] == 3 and left()["outbox"] == 6


def test_a_batch_again_repeats_every_answer(push, left):
    lines = [record(str(n)) for n in range(30)]
    first, again = batch(push, lines).json, batch(push, lines).json
    assert first["accepted"] == again["repeated"] == 30 and left()["tickets"] == 30
    assert [line["number"] for line in first["lines"]] == [line["number"] for line in again["lines"]]
    assert len({line["number"] for line in first["lines"]}) == 30


def test_alone_and_in_a_batch_a_record_is_the_same_push(push):
    alone = push(record("1")).json
    (line,) = batch(push, [dict(reversed(record("1").items()))]).json["lines"]
    assert line["status"] == 200 and line["ticket_id"] == alone["ticket_id"]


def test_a_thousand_lines_are_taken_and_one_more_is_not(push, left):
    assert batch(push, [record(str(n)) for n in range(1001)]).status_code == 422 and left()["tickets"] == 0
    assert batch(push, []).status_code == 422
    assert batch(push, [record(str(n)) for n in range(1000)]).json["accepted"] == 1000
    assert left() | {"numbers": 0} == {
        "pushes": 1000, "tickets": 1000, "push_signatures": 1, "outbox": 2000, "chronicle_entries": 1000, "numbers": 0,
    }  # fmt: skip


def test_a_batch_of_another_shape_is_refused_naming_the_field(push, left):
    for wrong in ({}, {"records": {}}, {"records": [record()], "x": 1}, []):
        answer = push(wrong, path="/pushes/batch")
        assert answer.status_code == 422 and answer.json["errors"], wrong
    assert left()["tickets"] == 0


def test_a_replayed_batch_is_refused(push, left):
    raw = json.dumps({"records": [record()]}).encode()
    headers = push.signed(raw)
    assert push(None, raw=raw, headers=headers, path="/pushes/batch").status_code == 200
    assert push(None, raw=raw, headers=headers, path="/pushes/batch").status_code == 401


def test_two_pushes_of_one_record_at_once_open_one_ticket(push, client, left, store, app, platform):
    """On PostgreSQL they really run side by side; the unique key decides."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: push(record("race")), range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json["number"] for answer in answers}) == 1 and left()["tickets"] == 1


def test_the_day_is_reconciled_on_both_sides(push):
    batch(push, [record(str(n)) for n in range(5)])
    asked = {"from": "2020-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z", "external_ids": ["0", "1", "2", "8", "9"]}
    said = push(asked, path="/reconciliations").json
    assert (said["missing_here"], said["missing_there"], said["both"]) == (["8", "9"], ["3", "4"], 3)
    assert (said["here"], said["there"], said["agrees"], said["different"]) == (5, 5, False, [])
    past = push({**asked, "to": "2020-01-02T00:00:00Z"}, path="/reconciliations").json
    assert (past["missing_here"], past["missing_there"], past["both"]) == (["8", "9"], [], 3)
    assert push({**asked, "to": asked["from"]}, path="/reconciliations").status_code == 422
    assert push(asked, path="/reconciliations", headers={}).status_code == 401
