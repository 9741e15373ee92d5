"""One bill per completed paid work order, with lines that explain themselves (RB-1, RW-4)."""

from uuid import UUID

from services.billing.bills import queries
from services.billing.bills.models import DRAFT, Bill, BillLine
from services.billing.bills.rules import NOTHING, check_sums, free_of_charge, sides_of
from services.billing.ledger.models import EntryKind
from services.billing.ledger.usecases import post_entry
from services.billing.places.queries import day_at, zone_of
from services.billing.tariffs.queries import standards_behind
from shared.contracts.billing import BillIssued
from shared.ids import new_id

from .facts import announce
from .reverse_bill import take_back


def issue_bill(work, site_id: UUID, order: dict) -> Bill | None:
    """Told twice, there is one bill; told after a cancellation, the bill is taken back at once.

    Raises ContractBroken when the amounts do not add up.
    """
    if free_of_charge(order):
        return None
    check_sums(order)
    case = queries.lock_case(work, order["ticket_id"], site_id)
    known = queries.bill_of_order(work.session, order["work_order_id"])
    if known is not None:
        return known
    bill = _write_bill(work, site_id, order)
    bill.move("issue", work.principal)
    work.session.add(bill)
    post_entry(work, EntryKind.BILL_ISSUED, site_id=site_id, about_id=bill.id, sides=sides_of(bill))
    announce(work, BillIssued, bill)
    cancelled = case.why_cancelled(bill.work_order_id)
    if cancelled:
        take_back(work, bill, cancelled)
    return bill


def _write_bill(work, site_id: UUID, order: dict) -> Bill:
    place = order["place"]
    bill = Bill(
        id=new_id(),
        site_id=site_id,
        number=work.number("B", site_id, zone=zone_of(work, site_id)),
        state=DRAFT,
        amount=order["amount"],
        paid=NOTHING,
        unit_id=place.get("unit_id"),
        place=place.get("unit_code") or place.get("text"),
        ticket_id=order["ticket_id"],
        ticket_number=order["ticket_number"],
        work_order_id=order["work_order_id"],
        work_order_number=order["number"],
        agreed_by=order.get("agreed_by"),
        completed_at=order["at"],
        issued_at=work.now,
    )
    published = standards_behind(work.session, order["lines"], day_at(work, site_id, order["at"]))
    bill.lines = [
        write_line(site_id, position, line, published.get((line["code"], line["price"])))
        for position, line in enumerate(order["lines"], start=1)
    ]
    return bill


def write_line(site_id: UUID, position: int, line: dict, standard) -> BillLine:
    return BillLine(
        site_id=site_id,
        position=position,
        code=line["code"],
        name_zh=line["name"]["zh"],
        name_en=line["name"]["en"],
        kind=line["kind"],
        unit=line["unit"],
        quantity=line["quantity"],
        rate=line["price"],
        amount=line["amount"],
        standard_from=standard.valid_from if standard else None,
    )
