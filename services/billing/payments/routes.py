"""Doors for programs: taking money, undoing it, and its receipts."""

from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, receipts, usecases
from .models import Payment
from .schemas import (
    AccountView,
    ApplyPrepayment,
    Gaps,
    PaymentQuery,
    PaymentView,
    ReceiptView,
    ReceivePayment,
    ReversePayment,
    SiteQuery,
    UnitQuery,
)

payments = Room("payments", __name__, description="Payments, allocations, prepayments and numbered receipts (RB-6).")
TAKERS = ("cashier", "manager")
DECIDERS = ("cashier", "supervisor", "manager")
READERS = ("cashier", "desk", "supervisor", "manager", "head_office", "admin")


@payments.post("/payments", allow=TAKERS, body=ReceivePayment, answer=PaymentView, status=201, idempotent="required")
def receive_payment(asked):
    """Take money; the answer carries the receipt's number."""
    with work() as w:
        return usecases.receive_payment(w, asked)


@payments.get("/payments", allow=READERS, query=PaymentQuery, answer=PaymentView, page=True)
def list_payments(asked):
    """Payments, newest first."""
    with reading() as session:
        return keyset(session, queries.payments(asked), (Payment.received_at, Payment.id), asked)


@payments.get("/payments/<uuid:payment_id>", allow=READERS, answer=PaymentView)
def read_payment(payment_id):
    """One payment with its allocations."""
    with reading() as session:
        return queries.find_payment(session, payment_id)


@payments.post("/payments/<uuid:payment_id>/reverse", allow=DECIDERS, body=ReversePayment, answer=PaymentView)
def reverse_payment(asked, payment_id):
    """Undo a payment with a reason; its receipt keeps its number and is marked."""
    with work() as w:
        payment = queries.find_payment(w.session, payment_id, lock=True)
        check_version(payment)
        return usecases.reverse_payment(w, payment, asked["reason"])


@payments.get("/units/<uuid:unit_id>/account", allow=READERS, query=UnitQuery, answer=AccountView)
def read_account(asked, unit_id):
    """What a unit owes and has prepaid."""
    with reading() as session:
        return {"unit_id": unit_id, **queries.account_of(session, asked["site_id"], unit_id)}


@payments.post("/units/<uuid:unit_id>/prepayment/apply", allow=TAKERS, body=ApplyPrepayment, answer=AccountView)
def apply_prepayment(asked, unit_id):
    """Pay the unit's open bills out of what it has prepaid."""
    with work() as w:
        return usecases.apply_prepayment(w, asked["site_id"], unit_id)


@payments.get("/receipts/gaps", allow=READERS, query=SiteQuery, answer=Gaps)
def find_gaps(asked):
    """Receipt numbers that were skipped: there must be none."""
    with reading() as session:
        return {"missing": receipts.find_gaps(session, asked.get("site_id"))}


@payments.get("/receipts/<string:number>", allow=READERS, query=SiteQuery, answer=ReceiptView)
def read_receipt(asked, number):
    """A receipt by its number; `site_id` where several sites have it."""
    with reading() as session:
        return receipts.find_receipt(session, number, asked.get("site_id"))
