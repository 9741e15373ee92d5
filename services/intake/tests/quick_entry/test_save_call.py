"""A call is written down at the desk's page (RD-2, RD-3, RD-4)."""

from services.intake.tests.quick_entry.conftest import NUMBER
from shared.ids import new_id
from shared.testing.people import SITE

LEAK = {"phone": NUMBER, "category": "户内·水管·漏水", "description": "厨房水管漏水", "read_back": "true"}


def tickets(client, desk, **asked):
    return client.as_(desk).get("/tickets", query_string=asked).json["items"]


def test_a_call_from_a_known_number_is_saved_with_four_fields(ring, household, client, desk, place):
    status, _, answer = ring(**LEAK, agent_number="08", answer_seconds="6")
    (ticket,) = tickets(client, desk)
    assert status == 303 and answer.headers["Location"].endswith(ticket["id"])
    assert (ticket["kind"], ticket["unit_id"], ticket["missing"]) == ("repair_unit", str(place.unit.id), [])
    assert ticket["caller"]["name"] == "李敏" and ticket["caller"]["person_id"] == household["people"][0]["id"]
    assert (ticket["agent_number"], ticket["answer_seconds"], ticket["read_back"]) == ("08", 6, True)
    assert ticket["read_back_at"] and ticket["owner_id"] == desk.subject


def test_what_is_missing_is_asked_for_once_and_then_kept_with_the_ticket(ring, place, client, desk):
    typed = {"phone": NUMBER, "description": "水管漏水", "kind": "repair_unit"}
    status, text, _ = ring(**typed)
    assert status == 422 and "Still to be asked" in text and "unit" in text and tickets(client, desk) == []
    assert 'name="asked" value="true"' in text and "水管漏水" in text
    assert ring(**typed, asked="true")[0] == 303
    (ticket,) = tickets(client, desk)
    assert ticket["missing"] == ["unit", "caller_name", "category"]


def test_a_form_sent_twice_is_one_call(ring, household, client, desk):
    once = str(new_id())
    places = [ring(**{**LEAK, "entry_id": once})[2].headers["Location"] for _ in range(2)]
    assert places[0] == places[1] and len(tickets(client, desk)) == 1


def test_a_ticket_that_may_be_the_same_is_shown_with_its_score_and_joined_or_not(ring, opened, household, client, desk):
    first = opened()
    status, text, _ = ring(**LEAK)
    assert status == 422 and f'name="join" value="{first["id"]}"' in text and "%</strong>" in text
    assert len(tickets(client, desk)) == 1
    status, _, answer = ring(**LEAK, join=first["id"])
    assert status == 303 and answer.headers["Location"].endswith(first["id"]) and len(tickets(client, desk)) == 1
    (call,) = client.as_(desk).get(f"/calls?ticket_id={first['id']}").json["items"]
    assert (call["caller_name"], call["description"], call["read_back"]) == ("李敏", "厨房水管漏水", True)
    told = client.as_(desk).get(f"/tickets/{first['id']}/chronicle").json["items"]
    assert told[-1]["kind"] == "ticket.called_again"
    assert ring(**LEAK, new_anyway="true")[0] == 303 and len(tickets(client, desk)) == 2


def test_the_site_says_from_which_score_on_two_are_alike(ring, opened, household, client, manager):
    opened()
    site = client.as_(manager).get(f"/sites/{SITE}").json
    settings = {"settings": {"duplicate_score": 1.1}}
    assert client.as_(manager).patch(f"/sites/{SITE}", version=site["version"], json=settings).status_code == 200
    assert ring(**LEAK)[0] == 303


def test_a_category_nobody_knows_is_said_at_its_field_and_nothing_typed_is_lost(ring, place, client, desk):
    status, text, _ = ring(category="屋顶", description="漏水")
    assert status == 422 and 'id="category-said"' in text and 'value="屋顶"' in text
    assert ring(answer_seconds="soon", description="x")[0] == 422 and tickets(client, desk) == []


def test_a_public_place_is_kept_in_words(ring, place, client, desk):
    ring(where="北门岗亭", kind="repair_public", description="道闸坏了", asked="true")
    (ticket,) = tickets(client, desk)
    assert ticket["place"]["text"] == "北门岗亭" and ticket["unit_id"] is None


def test_only_the_desk_writes_calls_down_and_only_at_its_own_sites(page, ring, technician, desk, place, client):
    assert page(technician, "/tickets/new")[0] == 403
    ring(site_id=str(place.second.id), description="x", kind="enquiry", asked="true")
    assert [ticket["site_id"] for ticket in tickets(client, desk)] in ([], [str(SITE)])
