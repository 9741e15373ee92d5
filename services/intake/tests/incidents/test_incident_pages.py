"""The pages of outages, in both languages: the same steps and refusals as the programs' doors (RD-17)."""

import pytest

from shared.testing.people import SITE

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(("lang", "words"), [("en", "Is it one cause?"), ("zh", "是否同一原因？")])
def test_a_proposal_is_looked_at_with_its_tickets(proposed, page, desk, lang, words):
    incident, tickets = proposed
    status, text, _ = page(desk, f"/incidents/{incident['id']}", lang=lang)
    assert status == 200 and words in text and all(one["number"] in text for one in tickets)


def test_from_proposal_to_end_on_the_page(proposed, page, desk, supervisor, look):
    incident, tickets = proposed
    path = f"/incidents/{incident['id']}"

    def read() -> str:
        return page(supervisor, path)[1]

    def press(who, step, version=None, **data) -> int:
        version = version or read().split('name="version" value="')[1].split('"')[0]
        return page(who, f"{path}/{step}", "POST", data={"version": version, **data})[0]

    chosen = [one["id"] for one in tickets[:2]]
    asked = {"description": "三栋停水", "message": "抢修中", "expected_at": "2026-03-04T18:00", "tickets": chosen}
    assert press(desk, "confirm", **asked) == 303
    assert "抢修中" in read() and "May belong to it as well" in read()
    assert "It is over" in read() and "It is over" not in page(desk, path)[1]
    assert look(tickets[0])["waiting_until"] == "2026-03-04T10:00:00Z"  # 18:00 by the site's clock
    assert press(desk, "attach", tickets=tickets[2]["id"]) == 303
    assert press(desk, "tell", version="1", message="x") == 412
    assert press(desk, "detach", ticket_id=tickets[2]["id"], reason="自家问题") == 303
    assert press(desk, "tell", message="快好了") == 303
    assert press(supervisor, "end") == 422
    assert press(supervisor, "end", outcome="已恢复") == 303
    assert [look(one)["state"] for one in tickets] == ["closed", "closed", "open"]


def test_the_list_shows_what_lives_and_opens_one_by_hand(place, page, desk, cashier):
    _, text, _ = page(desk, "/incidents")
    assert "No outages here." in text and "Open an outage" in text
    assert "Open an outage" not in page(cashier, "/incidents")[1]
    asked = {"site_id": str(SITE), "description": "电梯停运", "building_id": str(place.building.id)}
    status, _, answer = page(desk, "/incidents", "POST", data=asked)
    assert status == 303
    assert "电梯停运" in page(desk, "/incidents")[1] and "Rain Pavilion" in page(desk, answer.headers["Location"])[1]


def test_what_cannot_be_read_is_said_on_the_page(place, page, desk):
    asked = {"site_id": str(SITE), "description": "x", "expected_at": "tomorrow"}
    status, text, _ = page(desk, "/incidents", "POST", data=asked)
    assert status == 422 and "A moment such as 2026-" in text
    assert page(desk, "/incidents", "POST", data={"site_id": "none", "description": "x"})[0] == 404


def test_an_ended_one_stands_under_all(active, step, supervisor, page, desk):
    incident, _ = active
    step(incident, "end", who=supervisor, outcome="好了")
    assert incident["number"] not in page(desk, "/incidents")[1]
    assert incident["number"] in page(desk, "/incidents?view=all")[1]
