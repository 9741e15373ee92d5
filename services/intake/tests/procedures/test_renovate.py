"""A renovation from the application to the refund: permit, passes, water test, violations, deposit (RM-4 to RM-7)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import update

from services.intake.directory.models import Site
from services.intake.duty.figures import board_of
from services.intake.procedures.queries import left_open
from services.intake.procedures.states import StepState
from services.intake.procedures.steps import ProcedureStep
from services.intake.tests.procedures.conftest import PROOFS
from shared.contracts import billing, dispatch
from shared.testing.people import SITE, person

VIOLATION = {"category": "电梯超载运料", "description": "用客梯运水泥", "place": "3栋2单元"}


def stood(work, client, area="主卫", hours=49, **facts):
    began = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    status, test = work.post("water-tests", area=area, started_at=began, depth="30 mm", **facts)
    assert status == 201, test
    return test


def judge(client, who, test, how, **body):
    answer = client.as_(who).post(f"/water-tests/{test['id']}/{how}", json=body, version=test["version"])
    return answer.status_code, answer.json


def test_from_the_application_to_the_refund_nothing_is_left_open(client, manager, permitted, announced):
    work = permitted()
    test = stood(work, client)
    assert judge(client, manager, test, "pass", below=[{"unit": "3-2-1101", "dry": True}])[0] == 200
    work.done("waterproof_test", "works_done")
    (held,) = client.as_(manager).get("/worker-passes", query_string={"procedure_id": work.seen["id"]}).json["items"]
    status, body = work.take("passes_returned")
    assert status == 409 and held["number"] in body["missing"][0]
    answer = client.as_(manager).post(f"/worker-passes/{held['id']}/return", json={}, version=held["version"])
    assert answer.status_code == 200 and answer.json["state"] == "returned"
    work.done("passes_returned", "final_inspection", "fees_settled", "refund_request", "refund_approved")
    assert work.read()["state"] == "running"
    work.done("refund_paid")
    assert work.read()["state"] == "finished" and work.seen["ended_at"] and work.seen["allowed"] == []
    told = client.as_(manager).get(f"/units/{work.seen['unit_id']}/chronicle?limit=200").json["items"]
    kinds = [one["kind"] for one in told]
    assert kinds.count("procedure.step_done") == 16 and kinds[0] == "procedure.finished"


def test_the_owner_is_told_of_the_permit_and_of_what_to_put_right(permitted, announced, place, desk, client):
    """RM-4, RM-5: what the developer or the house puts right is no letter to the owner."""
    work = permitted()
    ((_, permit),) = announced("intake.renovation.approved")
    assert (permit["unit_id"], permit["valid_until"].isoformat()) == (place.unit.id, "2030-05-10")
    work.post("findings", kind="violation", **VIOLATION)
    work.post("findings", responsible="house", **VIOLATION)
    ((_, written),) = announced("intake.notice.written")
    assert written["unit_code"] == "3-2-1201" and written["description"] == VIOLATION["description"]
    notice = next(one for one in client.as_(desk).get("/findings").json["items"] if one["kind"] == "violation")
    path = f"/findings/{notice['id']}/refuse"
    assert client.as_(desk).post(path, json={"reason": "业主拒签"}, version=notice["version"]).status_code == 200
    ((_, escalated),) = announced("intake.notice.escalated")
    assert (escalated["number"], escalated["reason"]) == (notice["number"], "业主拒签")


def test_the_deposit_is_paid_when_billing_says_so_and_by_nobody_else(begun, paid):
    work = begun().done("application", "desk_check", "equipment_review", "manager_review")
    assert work.step("deposit")["allowed"] == ["expect", "skip"]
    assert work.take("deposit")[0] == 409
    status, body = work.take("deposit", "expect", reference="B-2026-000009")
    assert (status, body["state"]) == (200, "expected")
    paid("B-2026-000010")
    assert work.states["deposit"] == "expected"
    once = paid("B-2026-000009", event_id=uuid4())
    step = work.step("deposit")
    told = {"event": "billing.bill.paid", "reference": "B-2026-000009", "amount": "3000.00"}
    assert step["state"] == "done" and told.items() <= step["proof"]["told"].items()
    paid("B-2026-000009", event_id=once)
    assert [one["action"] for one in work.history()].count("event_told") == 1


def test_what_was_told_before_anybody_waited_for_it_counts_too(begun, paid, hear, place, tick):
    """Either order ends the same: the payment first, or the number first (RM-4)."""
    at = datetime.now(UTC)
    paid("B-2026-000009", at=at)
    work = begun().done("application", "desk_check", "equipment_review", "manager_review")
    status, body = work.take("deposit", "expect", reference="B-2026-000009")
    assert (status, body["state"]) == (200, "done")


def test_a_receipt_of_an_advance_payment_will_do_and_too_little_will_not(begun, hear, place, now):
    work = begun().done("application", "desk_check", "equipment_review", "manager_review")
    work.take("deposit", "expect", reference="R-2026-000001")

    def receipt(number, amount):
        facts = {"payment_id": uuid4(), "receipt_number": number, "amount": amount, "method": "cash", "at": now}
        hear(billing.PaymentReceived, about=facts["payment_id"], unit_id=place.unit.id, allocations=[], **facts)

    receipt("R-2026-000001", "2999.99")
    assert work.states["deposit"] == "expected"
    assert [one["facts"]["amount"] for one in work.history() if one["action"] == "too_little"] == ["2999.99"]
    work.take("deposit", "expect", reference="R-2026-000002")
    receipt("R-2026-000002", "3000.00")
    assert work.states["deposit"] == "done"


def test_a_number_written_down_while_the_event_was_handled_is_looked_for_again(begun, paid, store, tick):
    """The event is in the chronicle, the step waits, and neither transaction saw the other."""
    work = begun().done("application", "desk_check", "equipment_review", "manager_review")
    paid("B-2026-000009", at=datetime.now(UTC))
    work.take("deposit", "expect", reference="elsewhere")
    with store.work(None) as doing:
        doing.session.execute(
            update(ProcedureStep)
            .where(ProcedureStep.code == "deposit")
            .values(reference="B-2026-000009", state=StepState.EXPECTED)
        )
    assert tick(datetime.now(UTC) + timedelta(minutes=2))
    assert work.states["deposit"] == "done"


def test_workers_passes_and_extinguishers_come_before_the_permit(begun, desk):
    work = begun().done("application", "desk_check", "equipment_review", "manager_review")
    assert work.take("workers")[0] == 409
    status, body = work.take("extinguishers", fields={"extinguishers": 1})
    assert status == 409 and "At least 2" in body["detail"]
    assert work.take("permit", **PROOFS["permit"])[1]["waits_for"] == ["deposit", "workers", "extinguishers"]
    status, held = work.post("worker-passes", who=desk, name="吴强", document="440301198001011234")
    assert status == 201 and held["number"].startswith("WP-") and held["valid_until"] == "2030-05-10"
    work.done("workers", "extinguishers")


def test_the_gate_sees_who_holds_a_pass_but_not_the_document(client, permitted):
    work = permitted()
    guard = person("guard", "guard")
    (held,) = client.as_(guard).get("/worker-passes", query_string={"procedure_id": work.seen["id"]}).json["items"]
    assert held["name"] == "吴强" and held["document"] == "440***********34"
    missed = client.as_(guard).post(f"/worker-passes/{held['id']}/miss", json={"reason": "x"}, version=1)
    assert missed.status_code == 403


def test_a_pass_that_is_missing_is_listed_to_security_and_lets_the_works_end(client, desk, permitted):
    work = permitted()
    held = client.as_(desk).get("/worker-passes").json["items"][0]
    path = f"/worker-passes/{held['id']}/miss"
    answer = client.as_(desk).post(path, json={"reason": "工人称丢失"}, version=held["version"])
    assert answer.status_code == 200 and answer.json["state"] == "missing"
    (listed,) = client.as_(person("guard", "guard")).get("/worker-passes?state=missing").json["items"]
    assert listed["number"] == held["number"]
    work.take("waterproof_test", "skip", reason="未动防水")
    work.done("works_done", "passes_returned")


def test_water_stands_its_hours_and_every_unit_below_is_dry(client, manager, desk, permitted):
    work = permitted()
    assert work.take("waterproof_test")[0] == 409
    early = stood(work, client, hours=47)
    status, body = judge(client, desk, early, "pass", below=[{"unit": "3-2-1101", "dry": True}])
    assert status == 409 and body["until"]
    assert work.post("water-tests", area="主卫")[0] == 409
    assert judge(client, desk, early, "break-off", reason="下水堵漏")[1]["state"] == "broken_off"
    wet = stood(work, client)
    assert judge(client, desk, wet, "pass", below=[{"unit": "3-2-1101", "dry": False}])[0] == 422
    status, body = judge(client, desk, wet, "fail", reason="楼下渗水", below=[{"unit": "3-2-1101", "dry": False}])
    assert status == 200 and body["state"] == "failed"
    status, body = work.take("waterproof_test")
    assert status == 409 and "主卫" in body["missing"][0]
    again = stood(work, client)
    assert judge(client, desk, again, "pass", below=[{"unit": "3-2-1101", "dry": True}])[0] == 200
    work.done("waterproof_test")


def test_a_violation_becomes_a_notice_that_is_followed_to_its_end(
    client, manager, desk, technician, permitted, on_record
):
    work = permitted()
    status, check = work.post("checks", who=desk, kind="patrol", findings=[VIOLATION])
    assert status == 201 and check["found"] == 1
    (notice,) = client.as_(desk).get("/findings", query_string={"procedure_id": work.seen["id"]}).json["items"]
    assert (notice["kind"], notice["state"], notice["responsible"]) == ("violation", "open", "owner")

    def take(action, who=desk, **body):
        nonlocal notice
        path = f"/findings/{notice['id']}/{action}"
        answer = client.as_(who).post(path, json=body, version=notice["version"])
        notice = answer.json if answer.status_code == 200 else notice
        return answer.status_code, answer.json

    assert take("accept")[0] == 409
    assert take("refuse", reason="业主拒签")[1]["state"] == "escalated"
    later = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    assert take("extend", due_at=later, reason="已约谈")[0] == 403
    assert take("extend", who=manager, due_at=later, reason="已约谈")[1]["state"] == "open"
    assert take("rectify", who=technician, note="已清理")[1]["state"] == "rectified"
    assert take("reject", reason="还有水泥袋")[1]["times"] == 1
    work.take("waterproof_test", "skip", reason="未动防水")
    work.done("works_done")
    status, body = work.take("final_inspection", **PROOFS["final_inspection"])
    assert status == 409 and notice["number"] in body["missing"][0]
    assert take("rectify", note="已全部清理")[0] == take("accept")[0] == 200
    assert notice["state"] == "closed"
    work.done("final_inspection")
    assert "finding.extended" in {entry.action for entry in on_record()}


def test_a_notice_past_its_deadline_escalates_by_itself(client, desk, permitted, tick):
    work = permitted()
    due = datetime.now(UTC) + timedelta(hours=1)
    assert work.post("findings", kind="violation", due_at=due.isoformat(), **VIOLATION)[0] == 201
    tick(due + timedelta(seconds=1))
    (notice,) = client.as_(desk).get("/findings?state=escalated").json["items"]
    assert notice["escalated_at"] and notice["allowed"] == ["rectify"]


def test_the_same_violation_again_and_again_opens_one_corrective_action(client, desk, manager, permitted):
    work = permitted()
    for _ in range(2):
        work.post("findings", kind="violation", **VIOLATION)
    assert client.as_(manager).get("/corrective-actions").json["items"] == []
    for _ in range(2):
        work.post("findings", kind="violation", **VIOLATION)
    (action,) = client.as_(manager).get("/corrective-actions").json["items"]
    assert action["category"] == VIOLATION["category"] and len(action["numbers"]) == 3

    def take(door, who=manager, **body):
        nonlocal action
        path = f"/corrective-actions/{action['id']}/{door}"
        answer = client.as_(who).post(path, json=body, version=action["version"])
        action = answer.json if answer.status_code == 200 else action
        return answer.status_code

    plan = {"cause": "未告知货梯时间", "responsible": "客服主管", "measure": "开工前书面告知"}
    plan["due_at"] = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    assert take("plan", who=desk, **plan) == 403 and take("confirm", note="x") == 409
    assert take("plan", **plan) == take("carry-out", note="已培训") == take("reject", reason="仍有发生") == 200
    assert take("plan", **plan) == take("carry-out", note="已公示") == take("confirm", note="一个月未再发生") == 200
    assert action["state"] == "effective"
    work.post("findings", kind="violation", **VIOLATION)
    assert len(client.as_(manager).get("/corrective-actions").json["items"]) == 1


def test_works_that_nobody_patrolled_stand_in_the_handover(client, desk, permitted, store):
    work = permitted()
    tonight = datetime.now(UTC).replace(hour=10, minute=0)  # 18:00 in Shanghai
    with store.reading(desk) as session:
        (row,) = [one for one in left_open(session, SITE, tonight) if one["kind"] == "patrol"]
    assert row["number"] == work.seen["number"] and "0/2" in row["words"]


def test_the_final_inspection_may_end_by_an_order_that_dispatch_verified(permitted, hear, now):
    """Only an inspection that passed counts; the example of the contract stands for dispatch (RM-6)."""
    work = permitted()
    work.take("waterproof_test", "skip", reason="未动防水")
    work.done("works_done")
    assert work.take("final_inspection", "expect", reference="W-2026-000077")[0] == 200
    step = work.step("final_inspection")
    assert set(step["allowed"]) == {"complete", "expect", "fail"}
    assert dispatch.WorkOrderVerified.name in step["rule"]["event"]["names"]


def test_deductions_come_out_to_the_fen(permitted, client, manager):
    work = permitted()
    work.take("waterproof_test", "skip", reason="未动防水")
    work.done("works_done")
    held = client.as_(manager).get("/worker-passes").json["items"][0]
    client.as_(manager).post(f"/worker-passes/{held['id']}/return", json={}, version=1)
    work.done("passes_returned", "final_inspection", "fees_settled")
    said = {"deposit_held": "3000.00", "deductions": "200.01", "refund": "2800.00"}
    status, body = work.take("refund_request", fields=said, signature="陈静")
    assert status == 422 and body["errors"] == {"fields.refund": ["2799.99 is what comes out."]}
    status, body = work.take("refund_request", fields={**said, "deductions": "3000.01"}, signature="陈静")
    assert status == 422 and "fields.deductions" in body["errors"]


def test_the_wall_board_counts_the_permits_of_the_day_before(permitted, store, desk, place):
    """RD-10: at the board's hour, the previous day's move-ins and renovations."""
    permitted()
    tomorrow = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
    evening = tomorrow.replace(hour=20, minute=0)
    with store.reading(desk) as session:
        site = session.get(Site, SITE)
        today, later = (board_of(session, site, at)["before"] for at in (evening, evening + timedelta(days=2)))
    assert (today["renovations_permitted"], today["moved_in"]) == (1, 0) and later["renovations_permitted"] == 0
