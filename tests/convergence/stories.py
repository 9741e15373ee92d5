"""What happens at the centre in an ordinary week, told so that every promised event is heard by each of its readers.

Each story acts through the real use cases; between two acts everything announced is carried to its readers in order.
"""

from dataclasses import replace
from datetime import date, timedelta

from services.billing.bills.queries import find_bill
from services.billing.bills.usecases import reverse_bill
from services.billing.payments.models import Payment
from services.billing.payments.queries import find_payment
from services.billing.payments.usecases import reverse_payment
from services.billing.tariffs.usecases import import_price_list
from services.dispatch.assignment.usecases import assign_order
from services.dispatch.work_orders import usecases as orders
from services.intake.directory.imports.book import read_json_book
from services.intake.directory.models import Unit
from services.intake.directory.usecases import import_directory
from services.intake.duty import usecases as duty
from services.intake.duty.gate import Handover
from services.intake.households.agreeing import record_agreement
from services.intake.households.agreements import AgreementKind
from services.intake.households.models import Household
from services.intake.incidents import usecases as incidents
from services.intake.incidents.models import Incident
from services.intake.keys import usecases as keys
from services.intake.keys.models import BorrowerKind, ItemClass, ItemKind, KeyItem
from services.intake.keys.queries import item_by_id
from services.intake.procedures import usecases as procedures
from services.intake.procedures.definition_schema import ProcedureDefinition
from services.intake.procedures.findings import FindingKind
from services.intake.procedures.models import Procedure
from services.intake.procedures.queries import procedure_by_id, step_by_id
from services.intake.tickets import usecases as tickets
from shared.testing.people import ADMIN
from tests.simulation.opening import directory, sample
from tests.simulation.platform import WHAT

from .deeds import bring_in, charge, pay
from .gate_stories import STORIES as OF_THE_GATE

LEAK, URGENT, PUBLIC, ENQUIRY, UNKNOWN = WHAT
CONTENT = {"result": "reached", "outcome": "satisfied", "score": 5}
BROKEN = {"result": "reached", "outcome": "still_broken", "score": 1, "note": "还是漏"}


def the_shift_changes(stage) -> None:
    desk, night = stage.people.staff["desk"], stage.people.staff["night"]
    stage.act("intake", desk, lambda work: duty.begin_shift(work, stage.site))
    stage.act("intake", desk, lambda work: duty.draw_handover(work, stage.site))
    (drawn,) = stage.look("intake", Handover)

    def on_handover(step):
        stage.act("intake", desk, lambda work: step(work, work.session.get(Handover, drawn.id)))

    counted = {"outgoing_count": 0, "incoming_count": 0, "explanation": "新站点，尚无物品"}
    on_handover(lambda w, one: duty.count_entrusted(w, one, [{"code": line.code, **counted} for line in one.counts]))
    on_handover(duty.sign_outgoing)
    on_handover(lambda work, one: duty.sign_incoming(work, one, night))
    stage.act("intake", night, lambda work: duty.issue_report(work, stage.site, "一切正常"))


def departments_are_reminded(stage) -> None:
    ticket = stage.push(LEAK)
    for _ in range(2):
        stage.moment.advance(4 * 3600)  # past the next of the hours at which open items are put to them
        stage.clock()
    stage.ticket(ticket, tickets.cancel_ticket, reason="不需要了")


def paid_repair(stage) -> None:
    ticket = stage.push(LEAK)
    order = stage.order(ticket)
    stage.technician(order, orders.accept_order)
    later = {"state": "waiting_parts", "reason": "缺配件", "next_at": stage.moment.now + timedelta(hours=1)}
    stage.technician(order, orders.suspend_order, **later)
    stage.technician(order, orders.resume_order)
    charge(stage, order)
    (bill,) = stage.bills(ticket)
    pay(stage, bill, bill.amount / 2)
    pay(stage, bill, bill.amount / 2)
    stage.visit(ticket, **CONTENT)


def bill_taken_back(stage) -> None:
    ticket = stage.push(LEAK)
    order = stage.order(ticket)
    stage.technician(order, orders.accept_order)
    charge(stage, order)
    (bill,) = stage.bills(ticket)
    pay(stage, bill, bill.amount)
    (payment,) = stage.look("billing", Payment, Payment.unit_id == bill.unit_id, Payment.state == "allocated")[-1:]
    reason = {"reason": "收错了"}
    stage.act(
        "billing",
        "super",
        lambda work: reverse_payment(work, find_payment(work.session, payment.id, lock=True), **reason),
    )
    stage.act(
        "billing", "super", lambda work: reverse_bill(work, find_bill(work.session, bill.id, lock=True), **reason)
    )
    stage.visit(ticket, **CONTENT)


def failed_repair(stage) -> None:
    ticket = stage.push(URGENT)
    stage.finish(stage.order(ticket))
    stage.visit(ticket, **BROKEN)
    stage.finish(stage.order(ticket))
    stage.visit(ticket, **CONTENT)


def nobody_at_home(stage) -> None:
    ticket = stage.push(LEAK)
    stage.finish(stage.order(ticket))
    for _ in range(3):
        stage.visit(ticket, result="no_answer")
    stage.ticket(ticket, tickets.waive_ticket, who="super", reason="联系不上")


def public_repair(stage) -> None:
    ticket = stage.push(PUBLIC)
    stage.finish(stage.order(ticket))
    stage.desk(stage.order(ticket), orders.verify_order, result="failed", note="还是不亮")
    stage.finish(stage.order(ticket))
    stage.desk(stage.order(ticket), orders.verify_order, result="passed", note="看过了")


def somebody_is_in_danger(stage) -> None:
    """The clock opens the plan, and the leaders are told (RD-17)."""
    first = stage.push(LEAK)
    facts = {"site_id": first.site_id, "unit_id": first.unit_id, "kind": "emergency", "description": "电梯困人"}
    facts["caller"] = {"name": "邻居", "phone": "13800001235"}
    stage.act("intake", "desk", lambda work: tickets.open_ticket(work, **facts))
    stage.clock()


def an_outage(stage) -> None:
    """Three neighbours call about the same: it is proposed, declared, told of once and ended for all (RD-17)."""
    first = stage.push(LEAK)
    facts = {"site_id": first.site_id, "unit_id": first.unit_id, "category": first.category, "description": "没有水"}
    facts |= {"caller": {"name": "邻居", "phone": "13800001235"}}
    for _ in range(2):
        stage.act("intake", "desk", lambda work: tickets.open_ticket(work, **facts))
    stage.clock()

    def step(who, use_case, **said):
        (found,) = stage.look("intake", Incident, Incident.description.in_(["水泵停机", proposed.description]))
        stage.act("intake", who, lambda work: use_case(work, work.session.get(Incident, found.id), **said))

    proposed = stage.look("intake", Incident, Incident.site_id == first.site_id)[-1]
    step("desk", incidents.confirm_incident, description="水泵停机", message="抢修中")
    step("desk", incidents.tell_callers, message="一小时后恢复")
    step("super", incidents.end_incident, outcome="已恢复")


def a_key_stays_out_and_an_agreement_ends(stage) -> None:
    """Both are found by the clock and told to the supervisor (RF-4, RF-5)."""
    asked = {"kind": ItemKind.KEY, "category": ItemClass.PUBLIC, "name": "配电间"}
    stage.act("intake", "desk", lambda work: keys.register_item(work, stage.site, **asked))
    (item,) = stage.look("intake", KeyItem)
    lent = {"borrower_kind": BorrowerKind.STAFF, "borrower_name": "张工", "purpose": "检修"}
    lent |= {"due_at": stage.moment.now + timedelta(hours=1)}
    stage.act("intake", "desk", lambda work: keys.lend_item(work, item_by_id(work.session, item.id), **lent))
    file = stage.look("intake", Household, Household.site_id == stage.site)[0]
    day = stage.moment.now.date()
    agreed = {"kind": AgreementKind.SERVICE, "title": "物业服务协议", "party": "业主", "begins": day}
    agreed |= {"ends": day + timedelta(days=7)}
    stage.act("intake", "desk", lambda work: record_agreement(work, work.session.get(Household, file.id), **agreed))
    stage.moment.advance(2 * 3600)
    stage.clock()
    stage.act("intake", "desk", lambda work: keys.return_item(work, item_by_id(work.session, item.id)))


def a_renovation_is_permitted_and_a_notice_is_late(stage) -> None:
    """The owner hears of the permit and of what to put right, the leaders of what is not (RM-4, RM-5)."""
    name = {"zh": "许可", "en": "Permit"}
    step = {"code": "permit", "name": name, "who": ["supervisor"], "announces": "intake.renovation.approved"}
    last = {"code": "end", "name": name, "who": ["supervisor"]}
    edition = ProcedureDefinition().load({"name": name, "steps": [step, last]})
    day = stage.moment.now.date() + timedelta(days=1)
    stage.act("intake", ADMIN, lambda work: procedures.publish_edition(work, "renovation", day, **edition))
    stage.moment.advance(2 * 24 * 3600)
    unit = stage.look("intake", Unit, Unit.site_id == stage.site)[0]
    stage.act("intake", "super", lambda work: procedures.open_procedure(work, "renovation", unit_id=unit.id))
    (opened,) = stage.look("intake", Procedure)
    permit = opened.steps[0].id
    stage.act("intake", "super", lambda work: procedures.complete_step(work, step_by_id(work.session, permit)))
    wrong = {"kind": FindingKind.VIOLATION, "category": "噪声", "description": "午间使用电锤"}
    wrong |= {"due_at": stage.moment.now + timedelta(hours=1)}

    def write(work) -> None:
        procedures.write_finding(work, procedure_by_id(work.session, opened.id), **wrong)

    stage.act("intake", "super", write)
    stage.moment.advance(2 * 3600)
    stage.clock()


def withdrawn(stage) -> None:
    ticket = stage.push(LEAK)
    stage.technician(stage.order(ticket), orders.accept_order)
    stage.ticket(ticket, tickets.cancel_ticket, reason="不需要了")
    ticket = stage.push(ENQUIRY)
    stage.ticket(ticket, tickets.decline_ticket, explanation="不归我们管")


def sorted_out_at_the_desk(stage) -> None:
    ticket = stage.push(UNKNOWN)
    stage.ticket(ticket, tickets.classify_ticket, kind="repair_unit", category="unit.pipe.leak")
    stage.ticket(ticket, tickets.amend_ticket, description="厨房", priority="urgent")
    other = stage.push(LEAK)
    stage.ticket(other, tickets.merge_ticket, into=ticket.id, reason="同一件事")
    until = {"until": stage.moment.now + timedelta(hours=1)}
    stage.ticket(ticket, tickets.wait_ticket, reason="等业主回电", **until)
    stage.finish(stage.order(ticket))
    stage.visit(ticket, **CONTENT)


def given_back_and_up(stage) -> None:
    ticket = stage.push(URGENT)
    stage.technician(stage.order(ticket), orders.return_order, reason="去不了")
    stage.clock()
    stage.desk(stage.order(ticket), orders.escalate_order, reason="没有配件")
    stage.desk(stage.order(ticket), assign_order, staff_id=stage.order(ticket).technician_id)
    stage.finish(stage.order(ticket))
    stage.ticket(ticket, tickets.reopen_ticket, reason="业主来电说没修好")
    stage.desk(stage.order(ticket), orders.cancel_order, reason="重复")
    stage.ticket(ticket, tickets.waive_ticket, who="super", reason="已电话确认")


def nobody_can_be_told(stage) -> None:
    notify = stage.stores["notify"]
    before, notify.settings = notify.settings, replace(notify.settings, in_app=False)
    stage.outside.never = True
    stage.push(ENQUIRY)
    stage.clock()
    stage.outside.never, notify.settings = False, before


def the_register_changes(stage) -> None:
    for times in (1, 2):
        book = directory()
        for sheet, name in (("sites", "name_en"), ("units", "label"), ("households", "name")):
            for row in book[sheet]:
                row[name] = f"{row[name]} {times}"
        stage.act(
            "intake",
            ADMIN,
            lambda work, book=book: import_directory(work, read_json_book(book), dry_run=False, partial=False),
        )
    for times in (1, 2):
        items = [{**sample("price-list")["items"][0], "code": f"CALL-NEW-{times}"}]
        bring_in(stage, "billing", import_price_list, items, today=date(2026, 1, 1))


STORIES = (
    the_shift_changes, departments_are_reminded,
    somebody_is_in_danger,
    an_outage, paid_repair, bill_taken_back, failed_repair, nobody_at_home, public_repair, withdrawn,
    sorted_out_at_the_desk,
    given_back_and_up, nobody_can_be_told, the_register_changes,
    a_key_stays_out_and_an_agreement_ends, a_renovation_is_permitted_and_a_notice_is_late,
    *OF_THE_GATE,
)  # fmt: skip
