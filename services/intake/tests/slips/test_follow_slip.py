"""A slip goes from one department to another and is followed until it is closed; each week is summed up (RD-12)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.intake.slips.rules import week_told
from shared.testing.people import SITE, person

OTHER_DESK = person("other", "desk")


@pytest.fixture
def send(client, desk, place):
    """`send(**facts)` -> the answer of the door."""

    def ask(who=desk, **facts):
        said = {"site_id": str(SITE), "from_department": "customer_service", "to_department": "engineering"}
        said |= {"subject": "地库照明", "text": "B1 层灯不亮，请于今日修复并回复"}
        return client.as_(who).post("/slips", json={**said, **facts})

    return ask


@pytest.fixture
def step(client):
    def take(who, slip, name, **facts):
        return client.as_(who).post(f"/slips/{slip['id']}/{name}", json=facts, version=slip["version"])

    return take


def test_a_slip_is_received_answered_judged_by_its_sender_and_closed(send, step, desk, technician):
    slip = send().json
    assert slip["state"] == "sent" and datetime.fromisoformat(slip["due_at"]) > datetime.now(UTC)
    slip = step(technician, slip, "receive").json
    slip = step(technician, slip, "answer", answer="已更换灯管").json
    assert (slip["state"], slip["answered_by_name"], slip["late"]) == ("replied", "Tech", False)
    assert step(technician, slip, "close").status_code == 409
    assert step(OTHER_DESK, slip, "close").status_code == 409
    slip = step(desk, slip, "send-back", reason="3 号灯仍不亮").json
    assert (slip["state"], slip["times_sent_back"], slip["answered_at"]) == ("acknowledged", 1, None)
    slip = step(technician, slip, "answer", answer="已全部修复").json
    done = step(desk, slip, "close").json
    assert (done["state"], done["allowed"], done["answer"]) == ("closed", [], "已全部修复")


def test_a_leader_judges_for_whoever_is_away(send, step, technician, supervisor):
    slip = step(technician, send().json, "answer", answer="好").json
    assert step(supervisor, slip, "close").json["state"] == "closed"


def test_who_is_late_is_told_to_the_supervisor_once(send, step, technician, announced, tick, client, desk):
    due = datetime.now(UTC) + timedelta(hours=2)
    late, quick = (send(due_at=due.isoformat()).json for _ in range(2))
    step(technician, quick, "answer", answer="好")
    for hours in (3, 4):
        tick(datetime.now(UTC) + timedelta(hours=hours))
    ((_, told),) = announced("intake.slip.overdue")
    assert told["number"] == late["number"] and told["to_department"]["zh"] == "工程"


def test_between_which_departments_is_asked_and_a_time_gone_by_is_refused(send):
    assert "to_department" in send(to_department="kitchen").json["errors"]
    assert "to_department" in send(to_department="customer_service").json["errors"]
    assert "due_at" in send(due_at="2020-01-01T00:00:00+00:00").json["errors"]


def test_a_slip_speaks_of_no_unit_of_another_site(send, place):
    answer = send(person("area", "area_manager", site="*"), site_id=str(place.second.id), unit_id=str(place.unit.id))
    assert answer.status_code == 422 and "unit_id" in answer.json["errors"]


def test_a_week_counts_what_was_due_in_time_and_late(send, step, technician, desk, announced, tick, place):
    """All of it is due next Monday, whatever day today is; the clock stands in the week after."""
    today = datetime.now(ZoneInfo(place.site.timezone))
    monday = (today + timedelta(days=7 - today.weekday())).replace(hour=10)
    due = [monday + timedelta(hours=n) for n in range(4)]
    slips = [send(due_at=moment.isoformat()).json for moment in due]
    for slip in slips[:3]:
        step(technician, slip, "answer", answer="好")
    other = send(to_department="cleaner", due_at=due[0].isoformat()).json
    step(desk, other, "withdraw", reason="不用了")
    for hours in range(0, 72, 6):
        tick((monday + timedelta(days=7, hours=hours)).astimezone(UTC))
    ((_, told),) = announced("intake.slip_summary.issued")
    (part,) = told["departments"]
    assert (part["code"], part["due"], part["on_time"], part["late"]) == ("engineering", 4, 3, 1)
    assert part["percent"] == 75 and part["numbers"] == [slips[3]["number"]] and told["target_percent"] == 100


def test_the_week_that_is_told_is_the_last_one_whose_hour_has_come(place):
    """Monday 09:00 in Shanghai is 01:00 in UTC."""
    before, after = datetime(2026, 3, 9, 0, 59, tzinfo=UTC), datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
    starts = [week_told(place.site, moment)[0] for moment in (before, after)]
    assert [moment.isoformat() for moment in starts] == ["2026-02-22T16:00:00+00:00", "2026-03-01T16:00:00+00:00"]
