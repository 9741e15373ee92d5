"""Money comes in: oldest bills first unless told otherwise, the rest is prepaid, a receipt is numbered (RB-6)."""

from decimal import Decimal
from uuid import UUID

from services.billing.bills.models import OPEN, Bill
from services.billing.ledger.models import EntryKind
from services.billing.ledger.usecases import post_entry
from services.billing.payments import queries
from services.billing.payments.models import RECEIVED, Payment
from services.billing.payments.rules import sides_of, spread
from services.billing.places.queries import find_unit, zone_of
from shared.audit import facts_of as facts_on_record
from shared.contracts.billing import PaymentReceived
from shared.errors import BadInput, Conflict
from shared.ids import new_id

from .allocate import allocate, announce_paid, facts_of

ON_RECORD = ("receipt_number", "amount", "prepaid", "method", "payer", "reference")


def receive_payment(work, asked: dict) -> Payment:
    """The bills are locked first, so of many who pay the same bill at once exactly one does (C-3)."""
    site_id = asked["site_id"]
    work.principal.require(site_id, "cashier", "manager", "system")
    bills = _bills_meant(work, asked)
    parts, left = spread(asked["amount"], [(bill, bill.open_amount) for bill in bills])
    unit_id = _unit_meant(work, asked, bills)
    if left:
        _check_prepayment(work, site_id, unit_id, asked["amount"] - left)
    payment = _write_payment(work, asked, unit_id, left)
    allocations = allocate(work, payment, parts, from_prepayment=False)
    payment.allocations = allocations
    work.session.add(payment)
    payment.move("allocate", work.principal)
    sides = sides_of(payment, allocations)
    post_entry(work, EntryKind.PAYMENT_RECEIVED, site_id=site_id, about_id=payment.id, sides=sides)
    work.session.flush()
    work.audit("payment.received", about=payment, after=facts_on_record(payment, *ON_RECORD))
    work.announce(PaymentReceived, about=payment.id, site_id=site_id, **facts_of(payment, allocations, work.now))
    announce_paid(work, parts)
    return payment


def _bills_meant(work, asked: dict) -> list[Bill]:
    named, unit_id = asked.get("bill_ids"), asked.get("unit_id")
    if named:
        bills = queries.lock_bills(work.session, asked["site_id"], named)
        closed = [bill for bill in bills if bill.state not in OPEN]
        if closed:
            told = ", ".join(f"{bill.number} is {bill.state}" for bill in closed)
            raise Conflict(f"Nothing can be paid here: {told}.", bills=[str(bill.id) for bill in closed], allowed=[])
        return bills
    if unit_id is None:
        said = ["Name the bills, or the unit whose oldest bills are to be paid."]
        raise BadInput("It is not said what is paid.", errors={"bill_ids": said, "unit_id": said})
    return queries.lock_open_bills(work.session, asked["site_id"], unit_id)


def _unit_meant(work, asked: dict, bills: list[Bill]) -> UUID | None:
    """The unit that was named, or the one that all the bills belong to.

    Raises BadInput for a unit that is neither of these bills' nor of this site: its people would get the receipt.
    """
    units, named = {bill.unit_id for bill in bills}, asked.get("unit_id")
    if named is None:
        return units.pop() if len(units) == 1 else None
    if named not in units:
        _check_unit(work, asked["site_id"], named)
    return named


def _check_prepayment(work, site_id: UUID, unit_id: UUID | None, owed: Decimal) -> None:
    if unit_id is None:
        said = [f"At most {owed} is owed on these bills; name unit_id to keep the rest for a unit."]
        raise BadInput("More was paid than is owed, and no unit is named.", errors={"amount": said})
    _check_unit(work, site_id, unit_id)


def _check_unit(work, site_id: UUID, unit_id: UUID) -> None:
    unit = find_unit(work.session, unit_id)
    if unit is None or unit.site_id != site_id:
        said = ["A unit of this site is expected."]
        raise BadInput("There is no such unit here.", errors={"unit_id": said})


def _write_payment(work, asked: dict, unit_id: UUID | None, left: Decimal) -> Payment:
    site_id = asked["site_id"]
    return Payment(
        id=new_id(),
        site_id=site_id,
        receipt_number=work.number("R", site_id, zone=zone_of(work, site_id)),
        state=RECEIVED,
        amount=asked["amount"],
        prepaid=left,
        method=asked["method"],
        payer=asked["payer"],
        reference=asked.get("reference"),
        unit_id=unit_id,
        received_at=work.now,
        received_by=work.principal.name[:100],
    )
