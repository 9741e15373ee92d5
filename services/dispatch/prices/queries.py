"""Reading the copied price list."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from .models import PriceItem


def prices_on(session, day: date, codes: Iterable[str]) -> dict[str, PriceItem]:
    """The items of these codes that are valid on `day` in the site's calendar; the latest standard wins."""
    asked = (
        select(PriceItem)
        .where(PriceItem.code.in_(sorted(set(codes))), PriceItem.valid_from <= day)
        .where(or_(PriceItem.valid_to.is_(None), PriceItem.valid_to >= day))
        .order_by(PriceItem.valid_from)
    )
    return {item.code: item for item in session.scalars(asked)}
