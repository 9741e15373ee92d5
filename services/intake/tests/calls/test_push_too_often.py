"""A platform that pushes more than its share is told 429 and when to come again; nobody else suffers (2.7 item 11)."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from services.intake.calls import allowance
from services.intake.tests.calls.conftest import record
from shared.errors import TooMany
from shared.ids import new_id

NOW = datetime.now(UTC)


@pytest.fixture
def extra_settings() -> dict:
    return {"pushes_per_minute": 5}


@pytest.fixture
def other_process(service, settings):
    """Another web process of the same release, or this one after its restart."""
    store = service.open_store(settings)
    yield store
    store.close()


def test_who_pushes_too_much_is_told_when_to_come_again_and_loses_nothing(push, left):
    answers = [push(record(str(n))) for n in range(8)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429] * 3
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert answers[-1].json["code"] == "too-many"
    assert left()["tickets"] == 5


def test_a_batch_counts_by_its_records_and_one_larger_than_the_limit_still_comes_in_first(push):
    batch = {"records": [record(str(n)) for n in range(7)]}
    assert push(batch, path="/pushes/batch").json["accepted"] == 7
    assert push(batch, path="/pushes/batch").status_code == 429


def test_whoever_compares_takes_of_the_share_as_well(push):
    asked = {"day": "2026-11-21", "external_ids": []}
    answers = [push(asked, path="/reconciliations").status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_who_is_not_signed_takes_nothing_of_the_platforms_share(push):
    for n in range(9):
        assert push(record(str(n)), secret=b"somebody-else").status_code == 401
    assert push(record("1")).status_code == 201


def test_the_count_is_common_to_all_processes_and_outlives_them(store, other_process):
    platform = new_id()
    for _ in range(3):
        allowance.take(store, platform, 1, NOW)
    for _ in range(2):
        allowance.take(other_process, platform, 1, NOW)
    for one in (store, other_process):
        with pytest.raises(TooMany):
            allowance.take(one, platform, 1, NOW + timedelta(seconds=59))
    allowance.take(store, new_id(), 1, NOW)  # somebody else's share is untouched
    for one in (store, other_process):
        allowance.take(one, platform, 1, NOW + timedelta(seconds=61))


def test_no_round_trip_for_most_pushes_and_none_for_a_refused_one(store, monkeypatch):
    monkeypatch.setattr(store, "settings", dataclasses.replace(store.settings, pushes_per_minute=1000))
    platform, asked = new_id(), []
    event.listen(store.engine, "begin", asked.append)
    for _ in range(1000):
        allowance.take(store, platform, 1, NOW)
    assert len(asked) == allowance.BLOCKS
    for _ in range(50):
        with pytest.raises(TooMany):
            allowance.take(store, platform, 1, NOW)
    assert len(asked) == allowance.BLOCKS
