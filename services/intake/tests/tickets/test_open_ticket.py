"""Opening a ticket (RD-3, RD-4, RD-5)."""

from shared.testing.people import OTHER_SITE, SITE


def test_a_ticket_is_written_down_with_its_category_owner_and_due_times(opened, desk):
    ticket = opened()
    assert (ticket["state"], ticket["kind"], ticket["priority"]) == ("open", "repair_unit", "urgent")
    assert ticket["number"].startswith("T-20") and ticket["number"].endswith("-000001")
    assert ticket["owner_id"] == desk.subject and ticket["missing"] == []
    assert ticket["caller"]["phone"] == "+8613812345521" and ticket["caller"]["phone_given"] == "13812345521"
    assert ticket["due_at"] > ticket["answer_due_at"] > ticket["opened_at"]
    assert ticket["allowed"][0] == "classify" and "take" not in ticket["allowed"]


def test_opening_is_announced_with_its_first_move(opened, announced):
    ticket = opened()
    (name, facts), (moved, step) = announced()
    assert (name, moved) == ("intake.ticket.opened", "intake.ticket.moved")
    assert str(facts["ticket_id"]) == ticket["id"] and facts["trade"] == "plumber" and facts["follow_up"] == "leak"
    assert facts["place"]["unit_code"] == "3-2-1201" and facts["version"] == ticket["version"]
    assert (step["sequence"], step["from_state"], step["to_state"]) == (1, None, "open")


def test_what_is_missing_is_listed_and_not_refused(opened):
    ticket = opened(category=None, kind="repair_unit", unit_id=None, caller=None)
    assert ticket["missing"] == ["unit", "caller_name", "caller_phone", "category"]


def test_without_a_kind_the_ticket_waits_for_the_desk(opened):
    ticket = opened(category=None, unit_id=None)
    assert ticket["kind"] == "unclassified" and ticket["missing"] == ["kind"]


def test_a_number_that_cannot_be_dialled_is_kept_as_given(opened):
    ticket = opened(caller={"name": "李敏", "phone": "5521, after six"})
    assert ticket["caller"]["phone"] is None and ticket["caller"]["phone_given"] == "5521, after six"


def test_numbers_have_no_gap_after_a_refusal(opened, client, desk):
    opened()
    assert client.as_(desk).post("/tickets", json={"site_id": str(SITE)}).status_code == 422
    assert opened()["number"].endswith("-000002")


def test_bad_input_names_the_field(client, desk, place):
    asked = {"site_id": str(SITE), "description": "x", "kind": "leak", "colour": "blue"}
    problem = client.as_(desk).post("/tickets", json=asked)
    assert problem.status_code == 422 and problem.mimetype == "application/problem+json"
    assert {"kind", "colour"} <= problem.json["errors"].keys()
    for wrong in ({"category": "no.such"}, {"unit_id": str(OTHER_SITE)}):
        answer = client.as_(desk).post("/tickets", json={"site_id": str(SITE), "description": "x", **wrong})
        assert answer.status_code == 422 and list(wrong) == list(answer.json["errors"])


def test_other_sites_and_roles_are_refused(client, desk, technician, stranger, opened, place):
    asked = {"site_id": str(place.second.id), "description": "x"}
    assert client.as_(desk).post("/tickets", json=asked).status_code == 403
    assert client.as_(technician).post("/tickets", json={**asked, "site_id": str(SITE)}).status_code == 403
    assert client.post("/tickets", json=asked).status_code == 401
    ticket = opened()
    assert client.as_(stranger).get(f"/tickets/{ticket['id']}").status_code == 404
    assert client.as_(stranger).get("/tickets").json["items"] == []


def test_a_cashier_sees_the_number_masked(client, cashier, opened):
    seen = client.as_(cashier).get(f"/tickets/{opened()['id']}").json
    assert seen["caller"]["phone"] == "138****5521" and seen["allowed"] == []


def test_the_same_key_opens_one_ticket(client, desk, place):
    asked = {"site_id": str(SITE), "description": "走廊灯不亮"}
    answers = [
        client.as_(desk).post("/tickets", json=asked, headers={"Idempotency-Key": '"a1"'}).json for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len(client.as_(desk).get("/tickets").json["items"]) == 1
