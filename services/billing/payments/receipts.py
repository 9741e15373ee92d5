"""Receipts: found by number, in figures and in capital characters, and counted for gaps (RB-6)."""

from uuid import UUID

from sqlalchemy import Integer, cast, func, select

from services.billing.places.queries import find_site, find_unit
from shared.capitals import in_capitals
from shared.errors import Conflict, NotFound

from . import queries
from .models import REVERSED, Payment


def find_receipt(session, number: str, site_id: UUID | None = None) -> dict:
    """Raises NotFound; Conflict when several sites have this number and none was named."""
    found = queries.payment_of_receipt(session, number, site_id)
    if not found:
        raise NotFound(f"There is no receipt {number}.")
    if len(found) > 1:
        sites = sorted(str(payment.site_id) for payment in found)
        raise Conflict("Several sites have a receipt of this number: add ?site_id=.", sites=sites, allowed=[])
    (payment,) = found
    return {
        "number": number,
        "valid": payment.state is not REVERSED,
        "amount_in_capitals": in_capitals(payment.amount),
        "payment": payment,
        "site": find_site(session, payment.site_id),
        "unit": find_unit(session, payment.unit_id) if payment.unit_id else None,
        "allocations": payment.allocations,
    }


def find_gaps(session, site_id: UUID | None = None) -> list[dict]:
    """Numbers that were skipped, per site and year; counted first, looked for only where the count is short."""
    year, sequence = func.substr(Payment.receipt_number, 3, 4), cast(func.substr(Payment.receipt_number, 8), Integer)
    counted = select(Payment.site_id, year, func.count(), func.max(sequence)).group_by(Payment.site_id, year)
    if site_id:
        counted = counted.where(Payment.site_id == site_id)
    gaps = []
    for site, in_year, count, last in session.execute(counted).all():
        if count != last:
            gaps += _missing(session, site, in_year, last)
    return gaps


def _missing(session, site_id: UUID, year: str, last: int) -> list[dict]:
    start = f"R-{year}-"
    known = select(Payment.receipt_number).where(Payment.site_id == site_id, Payment.receipt_number.startswith(start))
    there = {int(number.removeprefix(start)) for number in session.scalars(known)}
    return [{"site_id": site_id, "number": f"{start}{n:06d}"} for n in range(1, last + 1) if n not in there]
