"""The due list shows what to ask now, and the sheet what to say (RV-2, RD-18)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.return_visits.models import ReturnVisit


@pytest.fixture
def three(world, rows):
    """One overdue, one due tonight, one whose first try lies ahead."""
    now = datetime.now(UTC)
    for days, number in ((-20, "late"), (-7, "tonight"), (2, "later")):
        world.complete(
            world.open(number=f"T-{number}", caller={"phone": f"+86138000000{days + 50}"}),
            at=now + timedelta(days=days),
        )
    return rows(ReturnVisit)


@pytest.mark.parametrize(
    ("due", "numbers"), [("overdue", {"late"}), ("today", {"late", "tonight"}), ("all", {"late", "tonight", "later"})]
)
def test_the_list_is_by_what_is_due(client, three, desk, due, numbers):
    items = client.as_(desk).get(f"/return-visits?due={due}").json["items"]
    assert {item["ticket_number"] for item in items} == {f"T-{number}" for number in numbers}
    assert items == sorted(items, key=lambda item: item["due_at"])


def test_what_may_be_tried_now_leaves_out_what_lies_ahead(client, three, night_duty):
    items = client.as_(night_duty).get("/return-visits?due=now").json["items"]
    assert "T-later" not in {item["ticket_number"] for item in items} and items


def test_the_list_comes_in_pages(client, three, desk):
    first = client.as_(desk).get("/return-visits?limit=2").json
    second = client.as_(desk).get(f"/return-visits?limit=2&after={first['next']}").json
    assert len(first["items"]) == 2 and len(second["items"]) == 1 and second["next"] is None


def test_the_sheet_has_number_and_questions_in_both_languages(client, three, desk):
    sheet = client.as_(desk).get(f"/return-visits/{three[0].id}").json
    assert sheet["caller_phone"].startswith("+86138") and sheet["caller_name"] == "李敏"
    assert all(question["zh"] and question["en"] for question in sheet["script"]) and len(sheet["script"]) >= 4


def test_who_does_not_phone_sees_the_number_masked(client, three, technician):
    sheet = client.as_(technician).get(f"/return-visits/{three[0].id}").json
    assert "****" in sheet["caller_phone"] and sheet["caller_name"] == "李*"
