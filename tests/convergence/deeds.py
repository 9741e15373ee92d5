"""What the stories do more than once: bring in a list, finish paid work, take money and undo it, ask a customer."""

from services.billing.bills.models import Bill
from services.billing.payments.usecases import receive_payment
from services.dispatch.work_orders import usecases as orders
from services.notify.return_visits import usecases as visits
from services.notify.return_visits.models import ReturnVisit
from shared.testing.people import ADMIN
from tests.simulation.people import PAID


def bring_in(stage, service: str, use_case, what, **how) -> None:
    stage.act(service, ADMIN, lambda work: use_case(work, what, dry_run=False, partial=False, **how))


def take_back(stage, find, reverse, found) -> None:
    stage.act("billing", "super", lambda work: reverse(work, find(work.session, found, lock=True), reason="收错了"))


def charge(stage, order) -> None:
    stage.technician(order, orders.arrive_order)
    stage.technician(order, orders.quote_order, lines=[*PAID["labour"], *PAID["materials"]])
    stage.technician(order, orders.agree_quote, by="李敏", how="in_person")
    stage.technician(order, orders.complete_order, **PAID, note="已修好")


def pay(stage, bill: Bill, amount) -> None:
    asked = {"site_id": bill.site_id, "bill_ids": [bill.id], "amount": amount, "method": "cash", "payer": "李敏"}
    stage.act("billing", "cashier", lambda work: receive_payment(work, asked))


def attempt(work, visit_id, **answer) -> None:
    visits.attempt_visit(work, work.session.get(ReturnVisit, visit_id), **answer)
