"""What is published: as of a day, whole, or for one line of a bill (RB-1)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from shared.ids import new_id
from shared.storage.statements import insert_into

from .models import FeeItem, PriceItem, PriceList


def today(settings, now: datetime | None = None) -> date:
    """The date where the operator is at home, now or at `now`."""
    return (now or datetime.now(UTC)).astimezone(ZoneInfo(settings.home_zone)).date()


def lock_price_list(work) -> PriceList:
    """The operator's price list, made at its first use; publications wait for each other here."""
    insert = insert_into(work.session, PriceList.__table__)
    fresh = {"id": new_id(), "operator_id": work.principal.operator_id, "edition": 0}
    work.session.execute(insert.values(fresh).on_conflict_do_nothing())
    return work.session.scalars(select(PriceList).with_for_update()).one()


def edition(session) -> int:
    return session.scalar(select(PriceList.edition)) or 0


def all_prices(session) -> list[PriceItem]:
    return list(session.scalars(select(PriceItem).order_by(PriceItem.code, PriceItem.valid_from)))


def prices_on(session, day: date, code: str | None = None) -> list[PriceItem]:
    """The prices in force on `day`."""
    chosen = select(PriceItem).where(
        PriceItem.valid_from <= day, or_(PriceItem.valid_to.is_(None), PriceItem.valid_to >= day)
    )
    if code:
        chosen = chosen.where(PriceItem.code == code)
    return list(session.scalars(chosen.order_by(PriceItem.code)))


def standards_behind(session, lines: list[dict], day: date) -> dict[tuple[str, Decimal], PriceItem]:
    """For lines of work, the published price each stands on: in force on `day`, else the last one of that price before.

    A quote stays what the customer agreed to, also when the list has changed since (RW-4). What was never published
    is not in the answer.
    """
    codes = {line["code"] for line in lines}
    chosen = select(PriceItem).where(PriceItem.code.in_(codes), PriceItem.valid_from <= day)
    found = {}
    for item in session.scalars(chosen.order_by(PriceItem.valid_from)):
        found[item.code, item.price] = item
    return found


def all_fee_items(session) -> list[FeeItem]:
    return list(session.scalars(select(FeeItem).order_by(func.lower(FeeItem.code))))


def fee_items_on(session, day: date, code: str | None = None) -> list[dict]:
    """Every fee item with its standards, and the one in force on `day`."""
    shown = ("id", "code", "name_zh", "name_en", "formula", "cycle", "unit", "standards")
    return [
        {name: getattr(item, name) for name in shown} | {"standard": item.standard_on(day)}
        for item in all_fee_items(session)
        if code in (None, item.code)
    ]
