"""Finding tickets: filters, pages, and any of number, id, phone, name, text within a minute (RD-13)."""

import pytest

from shared.testing.people import SITE


@pytest.fixture
def three(opened, place):
    return [
        opened(),
        opened(category=None, kind="complaint", unit_id=None, public_place="地下车库", description="100% 有人占车位_"),
        opened(category=None, unit_id=None, description="不知道", caller={"name": "王强", "phone": "13900007788"}),
    ]


@pytest.mark.parametrize(
    "asked, found",
    [
        ("kind=complaint", [1]),
        ("state=open,waiting", [2, 1, 0]),
        ("state=closed", []),
        ("unclassified=true", [2]),
        ("category=unit.pipe.leak", [0]),
        ("owner=me", [2, 1, 0]),
        ("owner=nobody", []),
        ("phone=5521", [1, 0]),
        ("phone=139 0000 7788", [2]),
        ("text=车库", [1]),
        ("text=100%25", [1]),
        ("text=%25", [1]),
        ("text=_", [1]),
        ("text=王强", [2]),
        ("text=3-2-1201", [0]),
        ("text=3", [2]),
        ("overdue=true", []),
        ("priority=urgent", [0]),
        ("opened_before=2020-01-01T00:00:00Z", []),
        (f"site_id={SITE}", [2, 1, 0]),
    ],
)
def test_filters_find_what_they_say(asked, found, three, client, desk):
    items = client.as_(desk).get(f"/tickets?{asked}").json["items"]
    assert [one["id"] for one in items] == [three[at]["id"] for at in found]


def test_pages_follow_one_another_without_repeats(three, client, desk):
    seen, after = [], ""
    while after is not None:
        page = client.as_(desk).get(f"/tickets?limit=2{after and '&after=' + after}").json
        seen += [one["number"] for one in page["items"]]
        after = page["next"]
    assert seen == [ticket["number"] for ticket in reversed(three)]


def test_bad_filters_are_named(client, desk, place):
    for asked, field in (("state=lost", "state"), ("kind=x", "kind"), ("after=zzz", "after"), ("colour=1", "colour")):
        problem = client.as_(desk).get(f"/tickets?{asked}")
        assert problem.status_code == 422 and field in problem.json["errors"], asked


def test_reconciliation_tells_what_the_others_must_agree_with(three, client, supervisor, desk):
    assert client.as_(desk).get("/reconciliation").status_code == 403
    items = client.as_(supervisor).get("/reconciliation?limit=200").json["items"]
    assert [one["number"] for one in items] == [ticket["number"] for ticket in three]
    assert items[2]["waits_for_classification"] and items[0]["moves"] == 1 and items[0]["reopened_times"] == 0


def test_amending_tells_the_readers_and_keeps_what_stood_there(three, client, desk, announced, place):
    """RD-3, RD-4."""
    asked = {"description": "漏得更厉害了", "priority": "emergency", "unit_id": str(place.neighbour.id)}
    before = three[0]
    after = client.as_(desk).post(f"/tickets/{before['id']}/amend", json=asked, version=1).json
    assert (after["version"], after["place"]["unit_code"]) == (2, "3-2-1202") and after["due_at"] < before["due_at"]
    ((_, facts),) = announced("intake.ticket.amended")
    assert facts["version"] == 2 and facts["priority"] == "emergency" and facts["description"] == "漏得更厉害了"
    items = client.as_(desk).get(f"/tickets/{before['id']}/chronicle").json["items"]
    kept = items[-1]["facts"]
    assert kept["changed"] == ["description", "priority", "unit_code"] and kept["before"]["unit_code"] == "3-2-1201"
