"""Doors for programs: reading bills, and what people may decide about one."""

from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, usecases
from .models import Bill
from .schemas import BillQuery, BillView, GiveReason

bills = Room("bills", __name__, description="Bills whose lines explain themselves (RB-1, RB-5).")
READERS = ("cashier", "desk", "supervisor", "manager", "head_office", "admin")
DECIDERS = ("cashier", "supervisor", "manager")


@bills.get("/bills", allow=READERS, query=BillQuery, answer=BillView, page=True)
def list_bills(asked):
    """Bills, newest first."""
    with reading() as session:
        return keyset(session, queries.bills(asked), (Bill.issued_at, Bill.id), asked)


@bills.get("/bills/<uuid:bill_id>", allow=READERS, answer=BillView)
def read_bill(bill_id):
    """One bill with its lines."""
    with reading() as session:
        return queries.find_bill(session, bill_id)


@bills.post("/bills/<uuid:bill_id>/reverse", allow=DECIDERS, body=GiveReason, answer=BillView)
def reverse_bill(asked, bill_id):
    """Take an unpaid bill back whole, with the reason."""
    with work() as w:
        bill = queries.find_bill(w.session, bill_id, lock=True)
        check_version(bill)
        return usecases.reverse_bill(w, bill, asked["reason"])


@bills.post("/bills/<uuid:bill_id>/dispute", allow=(*DECIDERS, "desk"), body=GiveReason, answer=BillView)
def dispute_bill(asked, bill_id):
    """The customer contests the bill: it is not collected until that is decided."""
    with work() as w:
        bill = queries.find_bill(w.session, bill_id, lock=True)
        check_version(bill)
        return usecases.dispute_bill(w, bill, asked["reason"])


@bills.post("/bills/<uuid:bill_id>/uphold", allow=DECIDERS, body=GiveReason, answer=BillView)
def uphold_bill(asked, bill_id):
    """The bill stands."""
    with work() as w:
        bill = queries.find_bill(w.session, bill_id, lock=True)
        check_version(bill)
        return usecases.uphold_bill(w, bill, asked["reason"])
