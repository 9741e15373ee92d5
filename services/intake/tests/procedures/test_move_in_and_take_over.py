"""Moving in, one unit or a building at once, and taking a building over (RM-1, RM-2, RM-3, RM-8)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.intake.directory.models import Building, Unit
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE, person

METERS = {"fields": {"water": "0.5", "electricity": "12", "gas": "3.25"}, "signature": "陈静"}
AGREEMENTS = [{"code": code, "reference": "已签"} for code in ("service_agreement", "house_rules", "fire_safety")]
DEFECT = {"category": "墙面空鼓", "description": "主卧北墙空鼓", "place": "主卧"}


def count(work, list_code: str, short: int = 0, who=None, **said):
    """Every line of a list as it should be, the first `short` fewer."""
    for line in (one for one in work.read()["lines"] if one["list_code"] == list_code):
        counted = line["expected"] - short
        short = 0
        path = f"/procedure-lines/{line['id']}/count"
        body = {"counted": counted, **said}
        answer = work.client.as_(who or work.who).post(path, json=body, version=line["version"])
        assert answer.status_code == 200, answer.json


def accepted_papers(begun, paid):
    work = begun("move_in")
    count(work, "documents")
    assert work.take("documents_checked", fields={"owner_confirmed": True})[0] == 200
    work.take("charges_paid", "expect", reference="B-2026-000001")
    paid("B-2026-000001", "5600.00")
    assert work.take("agreements_signed", papers=AGREEMENTS, signature="陈静")[0] == 200
    count(work, "issued")
    assert work.take("documents_issued", signature="陈静")[0] == 200
    assert work.take("services_entrusted", note="委托代收装修材料")[0] == 200
    return work


def test_a_household_moves_in_step_by_step(begun, paid):
    work = accepted_papers(begun, paid)
    assert work.take("inspection", **METERS)[0] == 200
    count(work, "keys")
    assert work.take("keys_signed", signature="陈静")[0] == 200
    assert work.read()["state"] == "finished"
    inspected = next(one for one in work.seen["steps"] if one["code"] == "inspection")
    assert inspected["proof"]["fields"] == METERS["fields"]


def test_papers_that_are_missing_stop_the_move_in_however_they_are_explained(begun):
    work = begun("move_in")
    status, body = work.take("documents_checked", fields={"owner_confirmed": True})
    assert status == 409 and "购房合同" in body["missing"][0]
    count(work, "documents", short=1, explanation="改天补")
    assert work.take("documents_checked", fields={"owner_confirmed": True})[0] == 409
    count(work, "documents")
    assert work.take("documents_checked", fields={"owner_confirmed": False})[1]["errors"] == {
        "fields.owner_confirmed": ["Only true will do."]
    }
    assert work.take("documents_checked", fields={"owner_confirmed": True})[0] == 200


def test_a_unit_that_is_not_accepted_has_defects_with_a_deadline_and_is_inspected_again(begun, paid, client, desk):
    work = accepted_papers(begun, paid)
    assert work.take("inspection", "fail", reason="空鼓")[0] == 422
    status, body = work.take("inspection", "fail", reason="空鼓", findings=[DEFECT])
    assert (status, body["state"], body["failures"]) == (200, "pending", 1)
    (notice,) = client.as_(desk).get("/findings", query_string={"procedure_id": work.seen["id"]}).json["items"]
    assert (notice["responsible"], notice["step_code"]) == ("developer", "inspection") and notice["due_at"]
    assert work.take("inspection", **METERS)[0] == 409
    for door, said in (("rectify", {"note": "已重做"}), ("accept", {})):
        path = f"/findings/{notice['id']}/{door}"
        notice = client.as_(desk).post(path, json=said, version=notice["version"]).json
    assert work.take("inspection", **METERS)[0] == 200


@pytest.fixture
def tower(store, place):
    """A new building of forty units."""
    with store.work(Principal.system(OPERATOR)) as work:
        tower = Building(site_id=SITE, code="9", name_zh="九栋", name_en="Tower 9", aliases=[])
        work.session.add(tower)
        work.session.flush()
        facts = {"site_id": SITE, "building_id": tower.id, "use": "residential", "floor": 1}
        work.session.add_all([Unit(code=f"9-{n:03}", label=f"9栋{n}", **facts) for n in range(40)])
    return tower


def test_a_building_moves_in_at_once_by_the_same_steps(client, manager, desk, tower, statements):
    asked = {"building_id": str(tower.id), "name": "九栋集中入伙"}
    assert client.as_(desk).post("/move-in-batches", json=asked).status_code == 403
    batch = client.as_(manager).post("/move-in-batches", json=asked)
    assert batch.status_code == 201 and batch.json["asked"] == 40
    again = client.as_(manager).post("/move-in-batches", json=asked)
    assert again.status_code == 409

    def progress():
        return client.as_(desk).get(f"/move-in-batches/{batch.json['id']}/progress").json

    seen = progress()
    assert (seen["units"], seen["running"], seen["finished"]) == (40, 40, 0)
    assert [step["left"] for step in seen["steps"]] == [40] * 7 and seen["rows"][0]["unit_code"] == "9-000"
    for row in seen["rows"][:3]:
        moved = client.as_(manager).get(f"/procedures/{row['procedure_id']}").json
        for line in (one for one in moved["lines"] if one["list_code"] == "documents"):
            path = f"/procedure-lines/{line['id']}/count"
            client.as_(desk).post(path, json={"counted": line["expected"]}, version=line["version"])
        step = next(one for one in moved["steps"] if one["code"] == "documents_checked")
        body, path = {"fields": {"owner_confirmed": True}}, f"/procedure-steps/{step['id']}/complete"
        assert client.as_(desk).post(path, json=body, version=step["version"]).status_code == 200
    statements.clear()
    seen = progress()
    assert (seen["steps"][0]["done"], seen["steps"][0]["left"]) == (3, 37)
    assert "documents_checked" not in seen["rows"][0]["missing"] and seen["rows"][0]["done"] == 1
    assert len([one for one in statements if "FROM procedure" in one]) == 3


def test_only_units_of_the_building_that_have_not_begun_may_be_named(client, manager, tower, place):
    asked = {"building_id": str(tower.id), "name": "九栋", "unit_ids": [str(place.unit.id)]}
    answer = client.as_(manager).post("/move-in-batches", json=asked)
    assert answer.status_code == 422 and answer.json["errors"]["unit_ids"] == [str(place.unit.id)]


def test_records_are_looked_at_more_often_while_a_building_moves_in(client, manager, desk, begun, tower):
    work = begun("move_in")
    wanted = lambda: client.as_(manager).get("/record-checks", query_string={"site_id": str(SITE)}).json  # noqa: E731
    assert (wanted()["wanted"], wanted()["missing"]) == (1, 1)
    client.as_(manager).post("/move-in-batches", json={"building_id": str(tower.id), "name": "九栋"})
    assert wanted()["wanted"] == 4
    assert work.post("checks", who=desk, kind="records")[0] == 403
    found = {"category": "资料不齐", "description": "缺业主照片"}
    assert work.post("checks", kind="records", note="抽查 1 户", findings=[found])[0] == 201
    assert (wanted()["done"], wanted()["missing"]) == (1, 3)
    (notice,) = client.as_(desk).get("/findings?kind=record").json["items"]
    assert notice["state"] == "open"


def test_a_building_is_taken_over_with_lists_counted_and_defects_followed_to_the_developer(begun, client, manager):
    work = begun("take_over")
    agreed = {"developer": "翠湖置业", "contact": "刘工 13800138009", "inspection_on": "2030-03-01"}
    contract = [{"code": "contract", "reference": "CH-JG-01"}]
    assert work.take("agreed", fields=agreed, papers=contract)[0] == 200
    count(work, "documents", short=1)
    status, body = work.take("documents_counted", signature="刘工")
    assert status == 409 and "竣工总平面图" in body["missing"][0]
    count(work, "documents", short=1, explanation="开发商 30 日内补交")
    assert work.take("documents_counted", signature="刘工")[0] == 200
    lacking = [one["name"]["zh"] for one in work.read()["lines"] if one["missing"]]
    assert lacking == ["竣工总平面图"]
    extra = {"name": {"zh": "化粪池", "en": "Septic tank"}, "expected": 2}
    assert work.post("lines", list_code="equipment", **extra)[0] == 201
    assert work.post("lines", list_code="nothing", **extra)[0] == 422
    count(work, "equipment")
    count(work, "keys")
    assert work.take("equipment_counted", signature="刘工")[0] == work.take("keys_taken", signature="刘工")[0] == 200
    due = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    assert work.post("findings", due_at=due, responsible_name="翠湖置业", **DEFECT)[1]["responsible"] == "developer"
    judged = {"standard": "DBJ 08", "structure": "good", "systems": "defects", "grounds": "good"}
    assert work.take("inspection", fields={**judged, "systems": "bad"}, note="见记录")[0] == 422
    assert work.take("inspection", fields=judged, note="见记录")[0] == 200
    record = {"fields": {"developer_signed": "刘工"}, "papers": [{"code": "record", "reference": "CH-JG-02"}]}
    assert work.take("record_signed", signature="经理", **record)[0] == 200
    status, body = work.take("defects_settled", note="全部整改")
    assert status == 409 and "NT-" in body["missing"][0] and work.read()["state"] == "running"
    notice = client.as_(manager).get("/findings").json["items"][0]
    path = f"/findings/{notice['id']}/withdraw"
    answer = client.as_(manager).post(path, json={"reason": "重复"}, version=notice["version"])
    assert answer.status_code == 200
    assert work.take("defects_settled", note="全部整改")[0] == 200
    assert work.read()["state"] == "finished"


def test_a_notice_that_outlasts_the_last_step_keeps_the_procedure_open_until_it_is_settled(begun, paid, client, desk):
    work = accepted_papers(begun, paid)
    work.take("inspection", **METERS)
    count(work, "keys")
    assert work.post("findings", **DEFECT)[0] == 201
    assert work.take("keys_signed", signature="陈静")[0] == 200
    assert work.read()["state"] == "running" and work.seen["steps_left"] == 0
    notice = client.as_(desk).get("/findings").json["items"][0]
    for door, said in (("rectify", {"note": "已修"}), ("accept", {})):
        path = f"/findings/{notice['id']}/{door}"
        notice = client.as_(desk).post(path, json=said, version=notice["version"]).json
    assert work.read()["state"] == "finished"


def test_another_site_sees_no_batch(client, manager, tower, place):
    batch = client.as_(manager).post("/move-in-batches", json={"building_id": str(tower.id), "name": "九栋"}).json
    other = person("other", "manager", site=place.second.id)
    assert client.as_(other).get(f"/move-in-batches/{batch['id']}/progress").status_code == 404
