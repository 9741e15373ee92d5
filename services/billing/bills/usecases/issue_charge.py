"""A bill for what another room of the house charges, such as a booked facility: once per charge (RD-20, RB-1)."""

from uuid import UUID

from sqlalchemy import select

from services.billing.bills.models import DRAFT, Bill
from services.billing.bills.rules import NOTHING, check_sums, sides_of
from services.billing.ledger.models import EntryKind
from services.billing.ledger.usecases import post_entry
from services.billing.places.queries import zone_of
from shared.contracts.billing import BillIssued

from .facts import announce
from .issue_bill import write_line


def issue_charge(work, site_id: UUID, charge: dict) -> Bill:
    """The bill takes the charge's id: told twice, there is one. Raises ContractBroken when it does not add up."""
    check_sums(charge)
    known = work.session.scalar(select(Bill).where(Bill.id == charge["charge_id"]))
    if known is not None:
        return known
    bill = Bill(
        id=charge["charge_id"],
        site_id=site_id,
        number=work.number("B", site_id, zone=zone_of(work, site_id)),
        state=DRAFT,
        amount=charge["amount"],
        paid=NOTHING,
        unit_id=charge.get("unit_id"),
        place=charge.get("unit_code") or charge["payer"],
        agreed_by=charge["payer"],
        completed_at=charge["at"],
        issued_at=work.now,
    )
    bill.lines = [write_line(site_id, position, line, None) for position, line in enumerate(charge["lines"], start=1)]
    bill.move("issue", work.principal)
    work.session.add(bill)
    post_entry(work, EntryKind.BILL_ISSUED, site_id=site_id, about_id=bill.id, sides=sides_of(bill))
    announce(work, BillIssued, bill)
    return bill
