"""Whatever a platform pushes, signed as it should be: kept whole, or refused by name and nothing left of it (RD-3)."""

import json
from collections import Counter
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from services.intake.tests.calls.conftest import PROFILE, record
from tests.fuzz.anything import spelled, texts, things
from tests.fuzz.conftest import PATIENT, tries

pytestmark = PATIENT
NAMES = [*record(), "Incident Address", "City", *PROFILE, "id", "operator_id", "version", "__proto__"]
records = some.dictionaries(some.one_of(some.sampled_from(NAMES), texts), things, max_size=8)
pushes = some.one_of(records, records.map(lambda wild: record(uuid4().hex) | wild), things).flatmap(spelled)


def rows(store) -> dict:
    table = store.table("pushes")
    with store.reading(None) as session:
        found = session.execute(select(table.c.ticket_id, table.c.record)).all()
    return {str(row.ticket_id): row.record for row in found}


def test_whatever_is_pushed_is_kept_whole_or_refused_by_name(push, left, store, client, desk):
    said: Counter[int] = Counter()
    tries(60, 1500)(given(pushes)(lambda raw: one_push(raw, push, left, store, client.as_(desk), said)))()
    print(said)
    assert min(said[201], said[400], said[422]) >= 3, said


def one_push(raw: bytes, push, left, store, desk, said: Counter) -> None:
    before = left()
    answer = push(None, raw=raw)
    said[answer.status_code] += 1
    if answer.status_code in (200, 201):
        assert rows(store)[answer.json["ticket_id"]] == json.loads(raw)
        shown = desk.get(f"/tickets/{answer.json['ticket_id']}")
        assert shown.status_code == 200 and shown.json["number"] == answer.json["number"]
        again = push(None, raw=raw)
        assert (again.status_code, again.json) == (200, answer.json)
        return
    assert answer.status_code in (400, 409, 422) and answer.mimetype == "application/problem+json", answer.text
    assert answer.json["detail"] and (answer.status_code != 422 or answer.json["errors"]), answer.text
    assert left() == before


def test_a_batch_of_anything_is_answered_line_by_line(push, left, client, desk):
    told: Counter[int] = Counter()

    def one_batch(lines: list) -> None:
        raw = json.dumps({"records": lines}).encode()
        answer = push(None, raw=raw, path="/pushes/batch")
        told[answer.status_code] += 1
        if answer.status_code == 200:
            assert [line["line"] for line in answer.json["lines"]] == list(range(1, len(lines) + 1))
            assert all(line["status"] in (200, 201, 409, 422) for line in answer.json["lines"])
        else:
            assert answer.status_code in (400, 422) and answer.json["detail"]

    mixed = some.one_of(records, records.map(lambda wild: record(uuid4().hex) | wild))
    tries(15, 300)(given(some.lists(mixed, min_size=1, max_size=5))(one_batch))()
    print(told)
    assert told[200]
