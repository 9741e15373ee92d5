"""A procedure's steps: in their order, with their proof, by who may, each once, none skipped silently (RM-1, RM-4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import sqlalchemy

from services.intake.duty.site_rules import Rules
from services.intake.duty.unfinished import unfinished
from services.intake.procedures.models import ProcedureAct
from services.intake.tests.procedures.conftest import APPLICATION, PROOFS
from shared.testing.people import SITE, person

AT_ONCE = 12


def test_a_renovation_begins_with_its_steps_and_deadlines_once_per_unit(client, desk, begun, place):
    work = begun(who=desk)
    assert work.seen["number"].startswith("RN-") and work.seen["next_step"] == "application"
    assert work.seen["steps_left"] == 16 and set(work.states.values()) == {"pending"}
    assert work.step("application")["due_at"] and work.step("desk_check")["due_at"] is None
    asked = {"kind": "renovation", "unit_id": str(place.unit.id)}
    again = client.as_(desk).post("/procedures", json=asked)
    assert again.status_code == 409 and again.json["procedure_id"] == work.seen["id"]
    told = client.as_(desk).get(f"/units/{place.unit.id}/chronicle").json["items"]
    assert [one["kind"] for one in told] == ["procedure.opened"]


def test_what_the_proof_misses_is_named_to_the_last_field(begun):
    work = begun()
    status, body = work.take("application", fields={"floor_area": "viel", "colour": "red"}, papers=[])
    assert status == 422
    assert {"fields.works", "fields.floor_area", "fields.colour", "papers.drawings", "signature"} <= set(body["errors"])
    status, body = work.take("application", **APPLICATION)
    assert status == 200 and body["state"] == "done" and body["proof"]["fields"]["floor_area"] == "88.5"
    assert work.step("manager_review")["due_at"] and work.step("desk_check")["due_at"]


def test_no_step_is_taken_before_its_turn_nor_by_whom_it_is_not_for(begun, desk, cashier):
    work = begun()
    status, body = work.take("manager_review", **PROOFS["manager_review"])
    assert (status, body["waits_for"]) == (409, ["equipment_review"]) and work.step("manager_review")["allowed"] == []
    work.done("application", "desk_check", "equipment_review")
    assert work.take("manager_review", who=desk, **PROOFS["manager_review"])[0] == 403
    assert work.take("manager_review", who=cashier, **PROOFS["manager_review"])[0] == 403
    assert work.take("manager_review", **PROOFS["manager_review"])[0] == 200


def test_of_many_who_complete_one_step_at_once_one_does(app, client, begun, store):
    """Whatever the database: one winner, one line of history, and everybody else hears that it is done."""
    work = begun()
    step, people = work.step("application"), [client.as_(person(f"desk{n}", "desk")) for n in range(AT_ONCE)]

    def complete(one):
        path = f"/procedure-steps/{step['id']}/complete"
        answers = (one.post(path, json=APPLICATION, version=step["version"]) for _ in range(AT_ONCE))
        return next(answer for answer in answers if answer.status_code != 503)

    with ThreadPoolExecutor(AT_ONCE) as all_at_once:
        codes = sorted(answer.status_code for answer in all_at_once.map(complete, people))
    assert codes == [200, *([412] * (AT_ONCE - 1))]
    with store.reading(None) as session:
        done = sqlalchemy.select(ProcedureAct.by_name).where(ProcedureAct.action == "completed")
        assert len(session.scalars(done).all()) == 1


def test_a_review_that_fails_sends_back_and_everything_resting_on_it_opens_again(begun):
    work = begun().done("application", "desk_check", "equipment_review")
    assert work.take("manager_review", "fail")[0] == 422
    status, body = work.take("manager_review", "fail", reason="图纸缺水电")
    assert status == 200 and (body["state"], body["failures"]) == ("pending", 1)
    states = work.states
    assert {states[code] for code in ("application", "desk_check", "equipment_review")} == {"pending"}
    acts = [(one["action"], one["step_code"]) for one in work.history()]
    assert ("sent_back", "application") in acts and ("failed", "manager_review") in acts
    kept = next(one for one in work.history() if one["action"] == "sent_back" and one["step_code"] == "application")
    assert kept["facts"]["proof"]["fields"]["contractor"] == "宏达装饰"


def test_a_step_is_left_out_only_expressly_by_who_may_and_with_a_reason(begun, permitted, desk, on_record):
    work = begun()
    assert work.take("application", "skip", reason="赶时间")[0] == 409
    work.post("abandon")
    work = permitted_again(work, permitted)
    assert work.take("waterproof_test", "skip", who=desk, reason="未动防水")[0] == 403
    assert work.take("waterproof_test", "skip")[0] == 422
    status, body = work.take("waterproof_test", "skip", reason="未动防水")
    assert status == 200 and (body["state"], body["reason"]) == ("skipped", "未动防水")
    assert [one["reason"] for one in work.history() if one["action"] == "skipped"] == ["未动防水"]
    assert "procedure_step.skipped" in {entry.action for entry in on_record()}


def permitted_again(work, permitted):
    answer = work.client.as_(work.who).post(
        f"/procedures/{work.seen['id']}/abandon", json={"reason": "业主改期"}, version=work.read()["version"]
    )
    assert answer.status_code == 200 and answer.json["state"] == "abandoned"
    assert work.take("application", **APPLICATION)[0] == 409
    return permitted()


def test_a_step_done_wrongly_is_opened_again_unless_something_rests_on_it(begun, desk, supervisor):
    work = begun().done("application", "desk_check")
    status, body = work.take("application", "reopen", reason="面积有误")
    assert (status, body["rests_on_it"]) == (409, ["desk_check"])
    assert work.take("desk_check", "reopen", who=desk, reason="x")[0] == 403
    assert work.take("desk_check", "reopen", who=supervisor, reason="重看")[0] == 200
    assert work.take("application", "reopen", reason="面积有误")[0] == 200
    assert work.states["application"] == "pending"


def test_a_late_step_is_written_down_once_and_stands_in_the_handover(client, desk, begun, tick, store):
    work = begun().done("application")
    late = datetime.now(UTC) + timedelta(hours=5)
    assert tick(late) and tick(late + timedelta(minutes=5)) is not None
    assert [one["step_code"] for one in work.history() if one["action"] == "overdue"] == ["desk_check"]
    assert work.step("desk_check")["overdue_at"]
    with store.reading(desk) as session:
        rows = unfinished(session, SITE, Rules({"unfinished_states": ["open"], "large": []}), late)
    assert [(one.kind, one.number) for one in rows] == [("procedure_step", work.seen["number"])]
    work.done("desk_check")
    with store.reading(desk) as session:
        assert unfinished(session, SITE, Rules({"unfinished_states": ["open"], "large": []}), late) == []


def test_nothing_of_another_site_is_seen_or_moved(client, begun, place):
    work = begun()
    other = person("other", "manager", site=place.second.id)
    assert client.as_(other).get(f"/procedures/{work.seen['id']}").status_code == 404
    step = work.step("application")
    answer = client.as_(other).post(f"/procedure-steps/{step['id']}/complete", json=APPLICATION, version=1)
    assert answer.status_code == 404


def test_the_partys_number_is_masked_for_who_need_not_ring(client, begun, technician):
    work = begun()
    path = f"/procedures/{work.seen['id']}"
    assert client.as_(technician).get(path).json["party_phone"] == "138****8000"
    assert work.read()["party_phone"] == "13800138000"


def test_of_many_who_begin_for_one_unit_at_once_one_does(app, client, place):
    """The others hear its number, whatever the database."""
    people = [client.as_(person(f"desk{n}", "desk")) for n in range(AT_ONCE)]
    asked = {"kind": "renovation", "unit_id": str(place.unit.id)}

    def begin(one):
        answers = (one.post("/procedures", json=asked) for _ in range(AT_ONCE))
        return next(answer for answer in answers if answer.status_code != 503)

    with ThreadPoolExecutor(AT_ONCE) as all_at_once:
        answers = list(all_at_once.map(begin, people))
    assert sorted(answer.status_code for answer in answers) == [201, *([409] * (AT_ONCE - 1))]
    assert len({answer.json.get("procedure_id", answer.json.get("id")) for answer in answers}) == 1


def test_of_two_renovations_that_name_one_receipt_at_once_one_gets_it(app, client, begun, place):
    both = [begun(), begun(unit_id=str(place.neighbour.id))]
    waiting = [one.done("application", "desk_check", "equipment_review", "manager_review") for one in both]
    steps = [(one, one.step("deposit")) for one in waiting]

    def name(one_step):
        one, step = one_step
        path, asked = f"/procedure-steps/{step['id']}/expect", {"reference": "R-2026-000001"}
        answers = (one.client.as_(one.who).post(path, json=asked, version=step["version"]) for _ in range(AT_ONCE))
        return next(answer for answer in answers if answer.status_code != 503)

    with ThreadPoolExecutor(2) as all_at_once:
        codes = sorted(answer.status_code for answer in all_at_once.map(name, steps))
    assert codes == [200, 409]
