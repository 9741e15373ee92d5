"""A going incident is told to the next caller, handed over as one thing, counted on the wall (RD-7, RD-17)."""

import pytest

from services.intake.tests.quick_entry.conftest import *  # noqa: F403
from shared.testing.people import SITE

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NUMBER = "13812345521"


def card(client, desk, **asked):
    return client.as_(desk).post("/caller-card", json={"site_id": str(SITE), **asked}).json


def test_the_card_of_the_next_caller_from_there_says_it_with_what_was_told(active, step, client, desk):
    incident, _ = active
    step(incident, "tell", message="抢修中")
    (one,) = card(client, desk, where="3-2-1202")["incidents"]
    assert (one["number"], one["message"]) == (incident["number"], "抢修中")
    assert card(client, desk)["incidents"][0]["id"] == incident["id"]


def test_a_caller_from_another_building_is_not_told_of_it(client, desk, place, store, of_site):
    from services.intake.directory.models import Building

    with store.work(desk) as work:
        other = Building(site_id=SITE, code="9", name_zh="九栋", name_en="Building 9", aliases=[])
        work.session.add(other)
        work.session.flush()
        elsewhere = str(other.id)
    made = client.as_(desk).post("/incidents", json={**of_site, "description": "九栋停电", "building_id": elsewhere})
    assert made.status_code == 201 and card(client, desk, where="3-2-1201")["incidents"] == []
    whole = client.as_(desk).post("/incidents", json={**of_site, "description": "全小区停水"}).json
    assert [one["id"] for one in card(client, desk, where="3-2-1201")["incidents"]] == [whole["id"]]


def test_the_call_is_saved_with_the_incident_in_one_go(active, ring, client, desk, look):  # noqa: F405
    """The fifth caller about it: no question of what may be the same, one button."""
    incident, _ = active
    typed = {"phone": NUMBER, "where": "3-2-1202", "category": "户内·水管·漏水", "description": "我家也没水"}
    status, _, answer = ring(**typed, asked="true", incident=incident["id"])
    assert status == 303
    ticket = look({"id": answer.headers["Location"].rsplit("/", 1)[-1]})
    assert ticket["state"] == "waiting" and incident["number"] in ticket["waiting_reason"]


def test_the_card_on_the_page_offers_it_with_a_button(active, page, desk):
    incident, _ = active
    _, text, _ = page(desk, "/tickets/new/card", "POST", data={"site_id": str(SITE), "where": "3-2-1202"})
    assert incident["number"] in text and f'name="incident" value="{incident["id"]}"' in text


def test_a_shift_hands_over_one_thing_and_not_its_every_ticket(active, opened, client, desk):
    incident, tickets = active
    own = opened(kind="enquiry", category=None)
    left = client.as_(desk).get(f"/duty?site_id={SITE}").json["unfinished"]
    assert [(one["kind"], one["number"]) for one in left] == [
        ("incident", incident["number"]),
        ("ticket", own["number"]),
    ]
    assert client.as_(desk).get(f"/duty/board?site_id={SITE}").status_code == 200


def test_the_wall_says_how_many_go_on(active, page, desk):
    _, text, _ = page(desk, f"/board/numbers?site_id={SITE}")
    assert "Outages going on</dt><dd>1" in text


def test_an_emergency_that_hangs_on_it_goes_on_and_is_handed_over_by_itself(active, opened, step, client, desk, look):  # noqa: F405
    incident, _tickets = active
    stuck = opened(kind="emergency", category=None, description="停电困在电梯里")
    assert step(incident, "attach", tickets=[stuck["id"]]).status_code == 200
    assert look(stuck)["state"] == "open"
    left = client.as_(desk).get(f"/duty?site_id={SITE}").json["unfinished"]
    assert stuck["number"] in [one["number"] for one in left]
