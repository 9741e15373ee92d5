"""Staff come in by a list: each row is reported on, and the same list again changes nothing (RW-2, RW-12)."""

import pytest
from sqlalchemy import func, select

from services.dispatch.staff.models import Staff
from shared.testing.people import NEIGHBOUR, SECOND_SITE

CERTIFICATE = {"kind": "electricity", "number": "EL-1", "valid_until": "2029-06-30"}


@pytest.fixture
def bring_in(client, manager, site):
    site()

    def post(*rows, query="", who=manager):
        return client.as_(who).post(f"/staff/imports{query}", json={"staff": list(rows)})

    return post


def count(store) -> int:
    with store.reading(None) as session:
        return session.scalar(select(func.count()).select_from(Staff))


def test_a_list_is_brought_in_and_read_back_with_certificates_and_shifts(bring_in, row, client, desk):
    night = [{"weekdays": [1, 2], "from": "22:00", "to": "06:00"}, {"weekdays": [3], "from": "16:00", "to": "24:00"}]
    answer = bring_in(row("S1", "anna", trades=["electricity"], certificates=[CERTIFICATE], shifts=night))
    assert (answer.status_code, answer.json["imported"], answer.json["rows"][0]["status"]) == (
        200,
        {"staff": 1},
        "created",
    )
    (person,) = client.as_(desk).get("/staff").json["items"]
    assert person["trades"] == ["electrician"]
    assert person["certificates"] == [{"kind": "electrician", "number": "EL-1", "valid_until": "2029-06-30"}]
    assert person["shifts"] == [night[0], night[1] | {"to": "00:00"}]
    assert (person["on_duty"], person["load"]) == (True, 0)


def test_the_same_list_again_changes_nothing_and_a_changed_row_is_updated(bring_in, row, store):
    rows = [row("S1", "anna", certificates=[CERTIFICATE]), row("S2", "ben")]
    bring_in(*rows)
    again = bring_in(*rows).json
    assert (again["imported"], again["unchanged"]) == ({"staff": 0}, 2)
    changed = bring_in(rows[0], rows[1] | {"trades": ["carpenter"], "shifts": []}).json
    assert [line["status"] for line in changed["rows"]] == ["unchanged", "updated"]
    assert count(store) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"trades": []}, "trades"),
        ({"sites": ["NOWHERE"]}, "sites"),
        ({"colour": "blue"}, "colour"),
        ({"shifts": [{"weekdays": [8], "from": "08:00", "to": "20:00"}]}, "shifts.0.weekdays.0"),
        ({"shifts": [{"weekdays": [1], "from": "8 o'clock", "to": "20:00"}]}, "shifts.0.from"),
        ({"certificates": [CERTIFICATE | {"valid_until": "soon"}]}, "certificates.0.valid_until"),
    ],
)
def test_a_bad_row_names_its_field_and_nothing_is_brought_in(bring_in, row, store, change, field):
    answer = bring_in(row("S1", "anna"), row("S2", "ben") | change).json
    assert [line["status"] for line in answer["rows"]] == ["created", "refused"]
    assert list(answer["rows"][1]["errors"]) == [field]
    assert answer["imported"] == {"staff": 0}
    assert count(store) == 0


def test_good_rows_come_in_beside_bad_ones_when_asked_to_and_a_dry_run_writes_nothing(bring_in, row, store):
    rows = [row("S1", "anna"), row("S2", "ben", sites=["NOWHERE"])]
    assert bring_in(*rows, query="?partial=true&dry_run=true").json["imported"] == {"staff": 0}
    assert count(store) == 0
    assert bring_in(*rows, query="?partial=true").json["imported"] == {"staff": 1}
    assert count(store) == 1


def test_a_code_or_a_login_that_stands_twice_or_is_somebody_elses_is_refused(bring_in, row):
    answer = bring_in(row("S1", "anna"), row("S1", "ben"), row("S2", "cleo"), row("S3", "cleo")).json
    assert [sorted(line["errors"]) for line in answer["rows"]] == [["code"], ["code"], ["login"], ["login"]]
    bring_in(row("S1", "anna"))
    assert bring_in(row("S9", "anna")).json["rows"][0]["errors"] == {"login": ["This login belongs to S1."]}


def test_somebody_of_another_site_sees_neither_the_site_nor_its_people(bring_in, row, client, site):
    bring_in(row("S1", "anna"))
    site(SECOND_SITE, code="JX")
    assert client.as_(NEIGHBOUR).get("/staff").json["items"] == []
    assert "sites" in bring_in(row("S2", "ben"), who=NEIGHBOUR).json["rows"][0]["errors"]


def test_sites_the_importer_may_not_see_are_kept(bring_in, row, client, site, admin):
    site(SECOND_SITE, code="JX")
    bring_in(row("S1", "anna", sites=["CH", "JX"]), who=admin)
    assert bring_in(row("S1", "anna", name="安娜")).json["rows"][0]["status"] == "updated"
    assert len(client.as_(admin).get("/staff").json["items"][0]["site_ids"]) == 2


def test_nobody_takes_over_a_technician_of_another_site_by_a_login_of_their_own(bring_in, row, client, site, admin):
    """Whoever is the login on an order does its work there: bringing the person in here must not change who that is."""
    site(SECOND_SITE, code="JX")
    bring_in(row("S1", "anna", sites=["CH"]), row("S2", "ben", sites=["CH", "JX"]), who=admin)
    theirs = [row("S1", "mallory", sites=["JX"]), row("S2", "mallory2", sites=["JX"]), row("S9", "anna", sites=["JX"])]
    refused = [line["errors"] for line in bring_in(*theirs, who=NEIGHBOUR).json["rows"]]
    assert [list(errors) for errors in refused] == [["code"], ["login"], ["login"]]
    assert "S1" not in str(refused[2])
    logins = {one["code"]: one["login"] for one in client.as_(admin).get("/staff").json["items"]}
    assert logins == {"S1": "anna", "S2": "ben"}


def test_a_technician_may_not_import_and_nobody_unknown_may(bring_in, row, technician, client):
    assert bring_in(row("S1", "anna"), who=technician).status_code == 403
    assert client.post("/staff/imports", json={"staff": [row("S1", "anna")]}).status_code == 401


def test_the_list_is_filtered_by_trade_and_duty_and_comes_in_pages(bring_in, row, client, desk):
    bring_in(row("S1", "anna"), row("S2", "ben", trades=["carpenter"]), row("S3", "cleo"))
    me = client.as_(desk)
    assert [p["code"] for p in me.get("/staff?trade=plumbing").json["items"]] == ["S1", "S3"]
    assert me.get("/staff?on_duty=false").json["items"] == []
    page = me.get("/staff?limit=2").json
    assert [p["code"] for p in page["items"]] == ["S1", "S2"]
    assert [p["code"] for p in me.get(f"/staff?limit=2&after={page['next']}").json["items"]] == ["S3"]
