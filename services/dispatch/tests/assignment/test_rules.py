"""Who fits and why: trade, certificate, shift, duty, site, load, urgency (RW-2, RW-12)."""

from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.dispatch.assignment.reasons import WORDS, as_said, why_nobody
from services.dispatch.assignment.rules import Job, Person, Shift, rank, trade_for, weigh

WEDNESDAY = datetime(2026, 3, 4, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
ALWAYS = (Shift(frozenset(range(1, 8)), time(0), time(0)),)


def somebody(code="S1", **changes) -> Person:
    facts = {"id": uuid4(), "name": code, "login": code, "trades": ("plumber",), "certificates": {}}
    return Person(code=code, **facts | {"shifts": ALWAYS, "on_duty": True} | changes)


def against(person: Person, trade="plumber", **job) -> list[str]:
    found = weigh(Job(trade, "normal", **job), person, WEDNESDAY)
    assert found.eligible == (not found.reasons_against)
    return [reason["code"] for reason in found.reasons_against]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"trades": ("carpenter",)}, "other_trade"),
        ({"on_duty": False}, "off_duty"),
        ({"serves_site": False}, "not_at_site"),
        ({"shifts": (Shift(frozenset({3}), time(20), time(8)),)}, "off_shift"),
    ],
)
def test_one_thing_against_a_person_is_enough_and_is_named(change, code):
    assert against(somebody(**change)) == [code]


@pytest.mark.parametrize("trade", ["electrician", "lift", "heights", "welding"])
def test_dangerous_trades_need_a_certificate_valid_through_today(trade):
    who = {"trades": (trade,)}
    assert against(somebody(**who), trade) == ["certificate_missing"]
    assert against(somebody(**who, certificates={trade: date(2026, 3, 3)}), trade) == ["certificate_expired"]
    assert against(somebody(**who, certificates={trade: date(2026, 3, 4)}), trade) == []


def test_who_gave_an_order_back_is_not_given_it_again():
    person = somebody()
    assert against(person, returned_by=frozenset([person.id])) == ["returned_it"]


def test_the_least_burdened_comes_first_and_equals_stand_in_the_order_of_their_codes():
    people = [somebody("S3", load={"normal": 1}), somebody("S2"), somebody("S1"), somebody("S0", on_duty=False)]
    assert [c.person.code for c in rank(Job("plumber", "normal"), people, WEDNESDAY)] == ["S1", "S2", "S3", "S0"]


def test_an_emergency_looks_at_emergencies_only_because_it_may_pre_empt_the_rest():
    busy = somebody("S1", load={"normal": 5})
    alarmed = somebody("S2", load={"emergency": 1})
    assert rank(Job("plumber", "emergency"), [busy, alarmed], WEDNESDAY)[0].person is busy
    assert rank(Job("plumber", "normal"), [busy, alarmed], WEDNESDAY)[0].person is alarmed


@pytest.mark.parametrize(
    ("clock", "weekdays", "covered"),
    [
        ("2026-03-04 21:59", {3}, False),
        ("2026-03-04 22:00", {3}, True),
        ("2026-03-05 05:59", {3}, True),
        ("2026-03-05 06:00", {3}, False),
        ("2026-03-04 05:00", {3}, False),
        ("2026-03-09 01:00", {7}, True),
    ],
)
def test_a_shift_past_midnight_belongs_to_the_day_it_began(clock, weekdays, covered):
    assert Shift(frozenset(weekdays), time(22), time(6)).covers(datetime.fromisoformat(clock)) is covered


@given(st.datetimes(WEDNESDAY.replace(tzinfo=None), WEDNESDAY.replace(tzinfo=None, year=2027)), st.times(), st.times())
def test_a_shift_and_the_one_that_follows_it_cover_every_moment_exactly_once(moment, start, end):
    every_day = frozenset(range(1, 8))
    one, other = Shift(every_day, start, end), Shift(every_day, end, start)
    if start == end:
        assert one.covers(moment)
    else:
        assert one.covers(moment) != other.covers(moment)


def test_general_repairs_go_to_any_repair_trade_and_enquiries_to_customer_service():
    assert trade_for("repair_unit", None) == "general"
    assert trade_for("enquiry", None) == "customer_service"
    assert trade_for("repair_unit", "Electricity") == "electrician"
    assert against(somebody(), "general") == []
    assert against(somebody(trades=("customer_service",)), "general") == ["other_trade"]


def test_reasons_are_said_in_both_languages_and_nobody_is_explained_by_counts():
    people = [somebody("S1", on_duty=False), somebody("S2", trades=("mason",)), somebody("S3", on_duty=False)]
    ranked = rank(Job("plumber", "normal"), people, WEDNESDAY)
    assert as_said(ranked[-1].reasons_for)[0] == "服务于本项目 / Serves this site"
    assert why_nobody(ranked) == "无合适人员：已下岗 2 人，工种不符 1 人 / Nobody eligible: off duty 2, other trade 1"
    assert "no staff" in why_nobody([])
    assert all(zh and en for zh, en in WORDS.values())
