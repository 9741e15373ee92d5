"""A complaint: how grave, about whom, never handled by them, answered in a day and in writing in three (RV-4)."""

import pytest

from services.intake.accounts.models import Account
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE


@pytest.fixture
def complaint(opened):
    about = {"kind": "complaint", "category": None, "level": "serious", "complained_about": "前台小王"}
    return lambda **more: opened(**about, **more)


def test_the_first_and_the_written_answer_are_recorded_once(complaint, client, desk):
    ticket = complaint()
    assert ticket["level"] == "serious" and ticket["answered_at"] is None
    path = f"/tickets/{ticket['id']}/answer"
    first = client.as_(desk).post(path, version=1, json={"answer": "已了解，明天回复"}).json
    assert first["answered_at"] and first["written_answer_at"] is None
    written = client.as_(desk).post(path, version=first["version"], json={"answer": "附件", "written": True}).json
    assert written["answered_at"] == first["answered_at"] and written["written_answer_at"]


def test_who_is_complained_about_neither_owns_nor_takes_the_complaint(complaint, client, desk, supervisor):
    ticket = complaint(complained_about_login=desk.login)
    assert ticket["owner_id"] is None
    taken = client.as_(desk).post(f"/tickets/{ticket['id']}/take", version=ticket["version"], json={})
    assert taken.status_code == 409 and "RV-4" in taken.json["detail"]
    assert (
        client.as_(supervisor).post(f"/tickets/{ticket['id']}/take", version=ticket["version"], json={}).status_code
        == 200
    )


@pytest.fixture
def wang(store, place):
    with store.work(Principal.system(OPERATOR)) as work:
        roles = {str(SITE): ["desk"]}
        more = {"operator_id": OPERATOR, "password_changed_at": work.now}
        work.session.add(Account(login="wang", name="小王", password_hash="x", roles=roles, **more))
    return "wang"


@pytest.mark.parametrize("said", ["wang", " Wang"])
def test_nor_is_it_handed_over_to_them(complaint, client, desk, wang, said):
    ticket = complaint(complained_about_login=said)
    assert ticket["owner_id"] == desk.subject
    refused = client.as_(desk).post(f"/tickets/{ticket['id']}/handover-owner", version=1, json={"to": "wang"})
    assert refused.status_code == 409, refused.json


def test_naming_the_owner_later_takes_the_case_from_them(complaint, client, supervisor, desk):
    ticket = complaint()
    said = {"complained_about_login": desk.login}
    amended = client.as_(desk).post(f"/tickets/{ticket['id']}/amend", version=1, json=said).json
    assert amended["owner_id"] is None


def test_whoever_names_the_owner_takes_the_case_from_them(complaint, client, supervisor, desk, wang):
    ticket = complaint()
    path = f"/tickets/{ticket['id']}"
    owned = client.as_(desk).post(f"{path}/handover-owner", version=1, json={"to": wang}).json
    assert owned["owner_name"] == "小王"
    said = {"complained_about_login": "Wang"}
    amended = client.as_(supervisor).post(f"{path}/amend", version=owned["version"], json=said).json
    assert amended["owner_id"] is None


def test_an_unknown_level_is_refused(client, desk, place):
    asked = {"site_id": str(SITE), "kind": "complaint", "level": "dreadful"}
    assert list(client.as_(desk).post("/tickets", json=asked).json["errors"]) == ["level"]
