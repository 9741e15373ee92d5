"""What the centre cannot solve is explained, recorded and reported upward (RD-6)."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.testing.people import SITE

SAID = {"explanation": "不在服务范围内"}
DUE = ("answer_due_at", "due_at")


@pytest.fixture
def declined(opened, client, desk):
    ticket = opened()
    answer = client.as_(desk).post(f"/tickets/{ticket['id']}/decline", version=1, json=SAID)
    assert answer.status_code == 200, answer.json
    return answer.json


def reports(announced):
    return [(data["to"], data["reason"]) for _, data in announced("intake.ticket.reported")]


def test_the_supervisor_hears_at_once_and_the_manager_a_day_later(declined, announced, tick, now, look):
    assert reports(announced) == [("supervisor", "不在服务范围内")] and declined["reported_to"] == "supervisor"
    later = datetime.now(UTC) + timedelta(hours=25)
    tick(later - timedelta(hours=2))
    assert len(reports(announced)) == 1
    tick(later)
    tick(later + timedelta(days=2))
    assert [to for to, _ in reports(announced)] == ["supervisor", "manager"]
    assert look(declined)["reported_to"] == "manager"


def test_a_supervisor_who_takes_it_on_ends_the_report(declined, announced, tick, client, desk, supervisor, on_record):
    path, version = f"/reported-tickets/{declined['id']}/take-on", declined["version"]
    assert client.as_(desk).post(path, version=version, json={"note": "x"}).status_code == 403
    taken = client.as_(supervisor).post(path, version=version, json={"note": "联系物业公司协调"})
    assert taken.status_code == 200 and taken.json["report_taken_by"] == "Super"
    assert client.as_(supervisor).post(path, version=taken.json["version"], json={"note": "x"}).status_code == 409
    tick(datetime.now(UTC) + timedelta(days=3))
    assert len(reports(announced)) == 1
    assert "ticket.report_taken" in [entry.action for entry in on_record()]
    story = client.as_(desk).get(f"/tickets/{declined['id']}/chronicle").json["items"]
    assert [entry["kind"] for entry in story][-2:] == ["ticket.reported", "ticket.report_taken"]


def test_nothing_is_declined_without_an_explanation(opened, client, desk, announced):
    ticket = opened()
    assert client.as_(desk).post(f"/tickets/{ticket['id']}/decline", version=1, json={}).status_code == 422
    assert reports(announced) == []


def test_the_site_says_after_how_many_hours_the_manager_hears(opened, client, desk, manager, announced, tick):
    ticket = opened()
    site = client.as_(manager).get(f"/sites/{SITE}").json
    sooner = {"settings": {"decline_report_hours": 2, "due_hours": {"urgent": [1, 3]}}}
    assert client.as_(manager).patch(f"/sites/{SITE}", version=site["version"], json=sooner).status_code == 200
    urgent = opened()
    hours = [datetime.fromisoformat(urgent[name]) - datetime.fromisoformat(urgent["opened_at"]) for name in DUE]
    assert hours == [timedelta(hours=1), timedelta(hours=3)]
    assert client.as_(desk).post(f"/tickets/{ticket['id']}/decline", version=1, json=SAID).status_code == 200
    tick(datetime.now(UTC) + timedelta(hours=3))
    assert [to for to, _ in reports(announced)] == ["supervisor", "manager"]
