"""What a profile makes of a record: known words become ours, unknown ones are listed, none guessed (RD-4)."""

import pytest

from services.intake.calls.checking import check_profile
from services.intake.tests.calls.conftest import PROFILE, record


def unknown(answer) -> dict:
    return {one["field"]: one["value"] for one in answer.json["unclassified"]}


def test_unknown_words_are_listed_and_the_ticket_waits_for_the_desk(push, client, desk):
    words = {"Complaint Type": "GRAVITY", "Descriptor": "x", "Urgency": "whenever", "Channel": "fax"}
    answer = push(record(Type="量子", **words))
    assert answer.status_code == 201
    assert unknown(answer) == {
        "Type": "量子",
        "Complaint Type / Descriptor": "GRAVITY / x",
        "Urgency": "whenever",
        "Channel": "fax",
    }
    listed = client.as_(desk).get("/tickets?unclassified=true").json["items"]
    assert [one["id"] for one in listed] == [answer.json["ticket_id"]] and listed[0]["kind"] == "unclassified"
    assert (listed[0]["priority"], listed[0]["channel"], listed[0]["category"]) == ("normal", "call_centre", None)


def test_classifying_makes_it_work_and_settles_the_list(push, client, desk, announced):
    pushed = push(record(Type=None, **{"Complaint Type": "GRAVITY"})).json
    asked = {"kind": "repair_unit", "category": "unit.pipe.leak"}
    path = f"/tickets/{pushed['ticket_id']}/classify"
    assert client.as_(desk).post(path, json={"kind": "unclassified"}, version=1).status_code == 422
    ticket = client.as_(desk).post(path, json=asked, version=1).json
    assert (ticket["kind"], ticket["unclassified"], ticket["owner_id"]) == ("repair_unit", [], desk.subject)
    ((_, facts),) = announced("intake.ticket.amended")
    assert facts["kind"] == "repair_unit" and facts["trade"] == "plumber" and facts["version"] == 2
    assert client.as_(desk).get("/tickets?unclassified=true").json["items"] == []


def test_the_first_fitting_row_wins_and_names_are_compared_in_one_form(push, client, desk):
    said = {"unique_key": 5, "BOROUGH": "manhattan", "complaint_type": "water leak", "descriptor": "heavy  flow"}
    ticket = client.as_(desk).get(f"/tickets/{push(said).json['ticket_id']}").json
    assert (ticket["kind"], ticket["priority"], ticket["external_id"]) == ("repair_unit", "emergency", "5")


def test_a_category_that_is_not_in_our_list_is_listed(push):
    assert unknown(push(record(**{"Complaint Type": "Ghost"}, Type=None))) == {"category": "no.such"}


def test_a_flat_that_cannot_be_found_is_listed_and_its_words_are_kept(push, client, desk):
    answer = push(record(**{"房号": "9栋9单元999"}))
    ticket = client.as_(desk).get(f"/tickets/{answer.json['ticket_id']}").json
    assert unknown(answer) == {"房号": "9栋9单元999"} and ticket["place"]["text"] == "9栋9单元999"


def test_times_without_a_zone_are_read_in_the_profiles_and_unreadable_ones_listed(push, client, desk):
    def occurred(said):
        answer = push(record(key=said, **{"Created Date": said}))
        return client.as_(desk).get(f"/tickets/{answer.json['ticket_id']}").json["occurred_at"], unknown(answer)

    assert occurred("12/26/2018 01:00:00 PM") == ("2018-12-26T18:00:00Z", {})
    assert occurred("2018-12-26T13:00:00+08:00") == ("2018-12-26T05:00:00Z", {})
    assert occurred("2018-12-26 13:00") == ("2018-12-26T18:00:00Z", {})
    assert occurred("yesterday") == (None, {"Created Date": "yesterday"})
    assert occurred("02/30/2018 01:00:00 PM")[0] is None


def test_hostile_text_is_cleaned_cut_or_listed_but_never_lost(push, client, desk, store):
    long = "水" * 3000 + "\x00\u202e"
    answer = push(record(Note=long, Phone="call me", Mail="no at sign", Caller="名" * 500))
    assert answer.status_code == 201, answer.json
    ticket = client.as_(desk).get(f"/tickets/{answer.json['ticket_id']}").json
    assert len(ticket["description"]) == 2000 and len(ticket["caller"]["name"]) == 100
    assert {"Phone", "Mail", "Complaint Type"} <= unknown(answer).keys()
    with store.reading(None) as session:
        kept = session.execute(store.table("pushes").select()).one()
    assert kept.record["Note"] == long


def test_nested_values_numbers_and_nothing_are_read_as_text(push):
    answer = push(record(key=12.5, Note={"a": [1, None]}, Caller=None, Phone=13812345521, Urgency=True))
    assert answer.status_code == 201 and unknown(answer) == {"Urgency": "true"}


def test_every_fault_of_a_profile_is_named_by_its_section():
    wrong = {
        **PROFILE,
        "colour": 1,
        "timezone": "Mars/Olympus",
        "external_id": "Unique Key",
        "site": {"field": "x"},
        "kind": {"field": "x", "map": {"a": "leak"}},
        "category": {"fields": ["a", "b"], "map": [{"when": ["x"]}, {"when": ["x", "*"], "kind": "no"}]},
        "unit": {"fields": ["a"], "patterns": [r"(?P<room>\d+", r"(\d+)", r"(?P<room>(\d+)+)$", "x" * 300]},
        "caller": {"shoe": "size"},
        "description": {"fields": []},
    }
    faults = check_profile(wrong)
    assert set(faults) == {
        "colour", "timezone", "external_id", "site", "kind", "category", "unit", "caller", "description",
    }  # fmt: skip
    assert len(faults["unit"]) == 4 and len(faults["category"]) == 3
    assert check_profile(PROFILE) == {} and check_profile([]) and check_profile({}).keys() >= {"timezone", "site"}


@pytest.mark.parametrize("junk", [None, 5, "x", [], {"field": 5}, {"fields": 5}, {"map": 5}])
def test_junk_in_any_section_is_a_fault_and_never_a_crash(junk):
    for name in PROFILE:
        check_profile({**PROFILE, name: junk})
