"""P1–P6: the four real services on a broker that misbehaves, with processes that die at every commit, on many days.

A day is one seed: nothing is lost and nothing is doubled, at no moment; after healing everything comes to its end.
"""

import os
import time
from collections import Counter

import pytest

from .conftest import SEED, seeds, told
from .faulty import CarelessSettlement, ForgetfulSettlement, HastyConsumer, OptimisticRelay
from .house import House

LONG = os.environ.get("FRONTDESK_FAULT_LONG") == "1"
FIXED = 2000 if LONG else 20  # days that are always lived, however slow the machine
MORE_SECONDS = 5  # and as many more as fit
CONTROL = 12  # a planted fault must be found within so many of the fixed days


def must_be_good(day) -> Counter:
    assert not day.found, told(day)
    return Counter(day.injected)


@pytest.mark.timeout(4 * 3600 if LONG else 600)
def test_on_no_day_is_anything_lost_or_doubled(live):
    counted, began = Counter(), time.monotonic()
    for seed in seeds(FIXED):
        counted += must_be_good(live(seed))
    print(f"{FIXED} days in {time.monotonic() - began:.0f} s: {dict(counted)}")
    if SEED not in os.environ:
        assert all(counted[fault] for fault in MUST_HAPPEN), counted


MUST_HAPPEN = (
    "doubled", "lost", "unconfirmed", "delayed", "deaths", "refused outside", "dies before its commit",
    "dies after its commit", "database away", "commit unanswered",
)  # fmt: skip


def test_nor_on_the_further_days_that_time_allows(live):
    until, seed = time.monotonic() + MORE_SECONDS, FIXED
    while time.monotonic() < until:
        must_be_good(live(seed))
        seed += 1
    print(f"{seed - FIXED} further days")


def test_the_same_seed_is_the_same_day(live):
    for seed in ("a", "b"):
        first, again = live(seed), live(seed)
        assert first.trace == again.trace
        assert first.digest() == again.digest()


@pytest.mark.parametrize(
    ("part", "mistake"),
    [
        ("settlement_kind", ForgetfulSettlement),
        ("settlement_kind", CarelessSettlement),
        ("relay_kind", OptimisticRelay),
        ("consumer_kind", HastyConsumer),
    ],
    ids=["without inbox", "retries dropped", "marked before sent", "acknowledged before commit"],
)
def test_a_mistake_in_the_mechanics_is_found(live, monkeypatch, part, mistake):
    monkeypatch.setattr(House, part, mistake)
    assert any(live(seed).found for seed in range(CONTROL))
