"""An operator's own way of a procedure: dated, checked to the last word, never under what is running (RM-1)."""

import copy
from datetime import timedelta

import pytest

from services.intake.procedures.definitions import KINDS, of_the_house
from services.intake.tests.procedures.conftest import APPLICATION
from shared.testing.people import today

SHORT = {
    "name": {"zh": "简易装修", "en": "Small works"},
    "steps": [
        {"code": "asked", "name": {"zh": "申请", "en": "Asked"}, "who": ["desk", "manager"], "note": True},
        {"code": "seen", "name": {"zh": "查看", "en": "Seen"}, "who": ["manager"], "after": ["asked"]},
    ],
}
TODAY = today() + timedelta(days=1)


def publish(client, who, kind="renovation", day=None, **content):
    body = {**copy.deepcopy(SHORT), "valid_from": (day or TODAY).isoformat(), **content}
    return client.as_(who).put(f"/procedure-kinds/{kind}", json=body)


def test_what_runs_goes_on_as_it_began_and_what_begins_later_is_otherwise(client, admin, manager, begun, store, place):
    work = begun()
    answer = publish(client, admin, day=today() + timedelta(days=1))
    assert answer.status_code == 201 and answer.json["edition"] == 1
    held = client.as_(manager).get("/procedure-kinds").json
    assert {one["kind"]: one["edition"] for one in held} == dict.fromkeys(KINDS, 0)
    later = client.as_(manager).get(f"/procedure-kinds?day={(today() + timedelta(days=2)).isoformat()}").json
    assert {one["kind"]: one["edition"] for one in later} == {**dict.fromkeys(KINDS, 0), "renovation": 1}
    assert len(work.read()["steps"]) == 16
    assert work.take("application", **APPLICATION)[0] == 200


def test_only_head_office_or_an_administrator_of_the_whole_operator_publishes(client, manager, head_office, on_record):
    assert publish(client, manager).status_code == 403
    assert publish(client, head_office).status_code == 201
    assert "procedure_edition.published" in {entry.action for entry in on_record()}


def test_no_edition_begins_before_today_or_before_the_last(client, admin, place):
    assert publish(client, admin, day=TODAY - timedelta(days=30)).status_code == 422
    assert publish(client, admin, day=TODAY + timedelta(days=9)).status_code == 201
    assert publish(client, admin, day=TODAY).status_code == 422
    assert publish(client, admin, kind="wedding").status_code == 404


ONE = SHORT["steps"][0]
MANY = {"code": "extinguishers", "name": {"zh": "灭火器数量", "en": "Number of extinguishers"}}


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([ONE, ONE], "twice"),
        ([{**ONE, "after": ["seen"]}, SHORT["steps"][1]], "no earlier step is called seen"),
        ([{**ONE, "after": ["asked"]}], "no earlier step is called asked"),
        ([{**ONE, "due": {"hours": 4, "since": "nothing"}}], "no earlier step is called nothing"),
        ([{**ONE, "lists": [{"code": "papers"}]}], "no list is called papers"),
        ([{**ONE, "sums": [{"total": "a", "plus": ["b"]}]}], "no field of kind money"),
        ([{**ONE, "fields": [{**MANY, "kind": "quantity"}]}], "extinguishers is of kind whole"),
    ],
)
def test_what_does_not_hang_together_is_refused_and_says_why(client, admin, steps, said):
    answer = publish(client, admin, steps=steps)
    assert answer.status_code == 422 and said in str(answer.json["errors"]), answer.json


@pytest.mark.parametrize(
    "wrong",
    [
        {"who": ["burglar"]},
        {"who": []},
        {"needs": ["luck"]},
        {"event": {"names": ["billing.moon.rose"], "reference": {"zh": "号", "en": "No."}}},
        {"code": "Not A Code"},
        {"fields": [{"code": "kind", "name": {"zh": "类", "en": "Kind"}, "kind": "choice"}]},
    ],
)
def test_what_nobody_knows_is_refused(client, admin, wrong):
    assert publish(client, admin, steps=[{**ONE, **wrong}]).status_code == 422


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_house_ships_is_held_to_the_same_rules(kind):
    """And in both languages, each step with somebody who may do it."""
    edition = of_the_house(kind)
    assert edition.steps and all(step["name"]["zh"] != step["name"]["en"] and step["who"] for step in edition.steps)
