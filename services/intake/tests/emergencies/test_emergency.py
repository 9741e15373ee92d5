"""An emergency opens its plan, tells the leaders at once, and keeps its minutes (RD-17)."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.intake.emergencies.site_rules import calls_for
from services.intake.tests.tickets.conftest import look, opened, tell  # noqa: F401
from services.intake.tickets.models import Ticket
from shared.testing.people import NEIGHBOUR, SITE, SUPERVISOR, TECHNICIAN

PLAN = [{"who": "当班主管", "number": "13800000001"}, {"who": "电梯维保", "number": "4008000000", "outside": True}]
OTHER = [{"who": "119", "number": "119", "outside": True}]


@pytest.fixture
def plan(client, manager, place):
    """The site's rules name whom to call."""
    site = client.as_(manager).get(f"/sites/{SITE}").json
    plans = [{"calls": PLAN}, {"categories": ["unit.pipe.leak"], "calls": OTHER}]
    rules = {"settings": {"rules": {"emergencies": {"plans": plans}}}}
    answer = client.as_(manager).patch(f"/sites/{SITE}", version=site["version"], json=rules)
    assert answer.status_code == 200, answer.json


@pytest.fixture
def stuck(plan, opened, tick, now):  # noqa: F811
    """Somebody is stuck in the lift, and the clock has seen it."""
    ticket = opened(kind="emergency", category=None, description="电梯困人")
    tick(now + timedelta(seconds=11))
    return ticket


def where(ticket) -> str:
    return f"/tickets/{ticket['id']}/emergency"


def test_the_plan_is_opened_once_and_the_leaders_are_told(stuck, client, desk, tick, now, announced):
    tick(now + timedelta(seconds=30))
    (told,) = [data for name, data in announced() if name == "intake.emergency.opened"]
    assert (str(told["ticket_id"]), told["calls"], told["description"]) == (stuck["id"], 2, "电梯困人")
    shown = client.as_(desk).get(where(stuck)).json
    assert [(one["call"], one["who"], one["outside"], one["last"]) for one in shown["calls"]] == [
        (1, "当班主管", False, None), (2, "电梯维保", True, None),
    ]  # fmt: skip


def test_what_becomes_an_emergency_days_later_gets_its_plan_too(plan, opened, store, desk, tick, now, announced):  # noqa: F811
    ticket = opened(kind="emergency", category=None, description="井道渗水")
    with store.work(desk) as work:
        work.session.get(Ticket, UUID(ticket["id"])).opened_at = now - timedelta(days=9)
    tick(now + timedelta(seconds=11))
    assert len(announced("intake.emergency.opened")) == 1


def test_a_plan_that_cannot_be_read_takes_no_other_with_it(place):
    wrong = {"calls": [{"who": "某人"}]}
    site = SimpleNamespace(settings={"rules": {"emergencies": {"plans": [wrong, {"calls": PLAN}, "x"]}}})
    assert [call["who"] for call in calls_for(site, None)] == ["当班主管", "电梯维保"]
    for said in (None, {}, {"plans": "x"}, {"plans": [{"calls": []}]}):
        assert calls_for(SimpleNamespace(settings={"rules": {"emergencies": said}}), None) == []


def test_only_emergencies_that_go_on_have_a_plan(plan, opened, client, desk, tick, now, announced):  # noqa: F811
    plain = opened()
    over = opened(kind="emergency", category=None, description="虚惊一场")
    gone = client.as_(desk).post(f"/tickets/{over['id']}/cancel", version=over["version"], json={"reason": "误报"})
    assert gone.status_code == 200, gone.json
    tick(now + timedelta(seconds=11))
    assert announced("intake.emergency.opened") == []
    assert [client.as_(desk).get(where(one)).status_code for one in (plain, over)] == [404, 404]


def test_who_was_rung_and_what_happened_stands_minute_by_minute(stuck, client, desk):
    def write(**said):
        return client.as_(desk).post(f"{where(stuck)}/entries", json=said)

    assert write(happened="no_answer", call=1).status_code == 201
    assert write(happened="reached", call=2, words="二十分钟到").status_code == 201
    assert write(happened="arrived", words="维保到场").status_code == 201
    shown = client.as_(desk).get(where(stuck)).json
    assert [one["last"]["happened"] for one in shown["calls"]] == ["no_answer", "reached"]
    assert [(one["happened"], one["words"]) for one in shown["entries"]] == [
        ("no_answer", None), ("reached", "二十分钟到"), ("arrived", "维保到场"),
    ]  # fmt: skip
    story = {one["kind"] for one in client.as_(desk).get(f"/tickets/{stuck['id']}/chronicle").json["items"]}
    assert {f"emergency.{what}" for what in ("opened", "no_answer", "reached", "arrived")} <= story


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"happened": "reached"}, "call"),
        ({"happened": "reached", "call": 3}, "call"),
        ({"happened": "arrived", "call": 1}, "call"),
        ({"happened": "note"}, "words"),
        ({"happened": "fled"}, "happened"),
    ],
)
def test_a_minute_that_says_nothing_is_refused_by_name_and_leaves_nothing(stuck, client, desk, said, field):
    answer = client.as_(desk).post(f"{where(stuck)}/entries", json=said)
    assert answer.status_code == 422 and list(answer.json["errors"]) == [field], answer.json
    assert client.as_(desk).get(where(stuck)).json["entries"] == []


def test_a_minute_is_never_rewritten_not_even_by_the_owner_of_the_database(stuck, client, desk, store):
    client.as_(desk).post(f"{where(stuck)}/entries", json={"happened": "note", "words": "停电"})
    for change in ("UPDATE emergency_entries SET words = 'x'", "DELETE FROM emergency_entries"):
        with pytest.raises(DBAPIError), store.work(None) as work:
            work.session.execute(text(change))


def test_another_site_and_who_does_not_take_calls_write_nothing(stuck, client):
    assert client.as_(NEIGHBOUR).get(where(stuck)).status_code == 404
    said = {"happened": "note", "words": "x"}
    assert client.as_(NEIGHBOUR).post(f"{where(stuck)}/entries", json=said).status_code == 404
    assert client.as_(TECHNICIAN).post(f"{where(stuck)}/entries", json=said).status_code == 403


def test_a_category_may_have_a_plan_of_its_own(plan, opened, client, desk, tick, now):  # noqa: F811
    burst = opened(kind="emergency")
    tick(now + timedelta(seconds=11))
    assert [one["who"] for one in client.as_(desk).get(where(burst)).json["calls"]] == ["119"]


def test_a_site_without_a_plan_still_tells_its_leaders_and_keeps_minutes(opened, client, desk, tick, now, announced):  # noqa: F811
    ticket = opened(kind="emergency", category=None, description="火警")
    tick(now + timedelta(seconds=11))
    assert len(announced("intake.emergency.opened")) == 1
    said = {"happened": "outside_help", "words": "119 已接警"}
    assert client.as_(desk).post(f"{where(ticket)}/entries", json=said).status_code == 201


def test_a_plan_that_cannot_be_read_is_not_said_to_be_none(opened, client, manager, desk, tick, now, place):  # noqa: F811
    site = client.as_(manager).get(f"/sites/{SITE}").json
    rules = {"emergencies": {"plans": [{"calls": [{"who": "119", "number": "1" * 33}]}]}}
    client.as_(manager).patch(f"/sites/{SITE}", version=site["version"], json={"settings": {"rules": rules}})
    ticket = opened(kind="emergency", category=None, description="火警")
    tick(now + timedelta(seconds=11))
    headers = {"Accept": "text/html"}
    assert "or it could not be read" in client.as_(desk).page("GET", f"{where(ticket)}?lang=en", headers=headers).text


@pytest.mark.parametrize(("language", "word"), [("en", "Minute by minute"), ("zh", "逐分钟记录")])
def test_the_page_rings_in_order_and_takes_one_press(stuck, client, desk, language, word):
    def page(path, method="GET", who=desk, **more):
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
        return client.as_(who).page(method, f"{path}?lang={language}", headers=headers, **more)

    shown = page(where(stuck)).text
    assert word in shown and shown.index("当班主管") < shown.index("电梯维保")
    assert page(where(stuck), "POST", data={"call": "1", "happened": "no_answer"}).status_code == 303
    assert page(where(stuck), "POST", data={"happened": "note"}).status_code == 422
    assert where(stuck) in page(f"/tickets/{stuck['id']}").text
    assert 'name="happened"' not in page(where(stuck), who=TECHNICIAN).text
    assert 'name="happened"' in page(where(stuck), who=SUPERVISOR).text
