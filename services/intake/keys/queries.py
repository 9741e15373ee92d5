"""Reading the cabinet: the register, the loans, and what the shift hands over of them (RF-4, RD-7)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from services.intake.directory.queries import find_site, matching
from shared.errors import found

from .counts import CountState, KeyCount
from .models import ItemKind, ItemState, KeyItem, KeyLoan
from .site_rules import month_of, rules_of
from .things import EntrustedThing, ThingState

COUNTED = (ItemState.IN_CABINET, ItemState.LENT)  # what the house answers for
CODES = {
    "keys": (ItemKind.KEY,),
    "cards": (ItemKind.ACCESS_CARD, ItemKind.VEHICLE_CARD),
    "radios": (ItemKind.INTERCOM,),
}
THINGS = {"code": "things", "name": {"zh": "代管物品", "en": "Entrusted things"}}
PAGE = (KeyItem.number, KeyItem.id)


def item_by_id(session, item_id: UUID, *, locked: bool = False) -> KeyItem:
    """With its loans. `locked` for whoever takes a step: of two at once the second finds it lent."""
    wanted = select(KeyItem).where(KeyItem.id == item_id).options(selectinload(KeyItem.loans))
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "key, card or other thing")


def item_of_number(session, site_id: UUID, number: str) -> KeyItem | None:
    return session.scalar(select(KeyItem).where(KeyItem.site_id == site_id, KeyItem.number == number))


def items(asked: dict):
    wanted = matching(select(KeyItem), asked, KeyItem, "site_id", "kind", "category", "state", "unit_id", "number")
    if asked.get("text"):
        said, where = asked["text"], (KeyItem.number, KeyItem.name, KeyItem.hook, KeyItem.unit_code)
        wanted = wanted.where(or_(*(column.icontains(said, autoescape=True) for column in where)))
    return wanted


def loans(asked: dict):
    wanted = matching(select(KeyLoan), asked, KeyLoan, "site_id", "item_id")
    if asked.get("out") is not None:
        wanted = wanted.where(KeyLoan.closed_at.is_(None) if asked["out"] else KeyLoan.closed_at.is_not(None))
    if asked.get("due_before"):
        wanted = wanted.where(KeyLoan.due_at < asked["due_before"])
    return wanted


def loan_by_id(session, loan_id: UUID) -> KeyLoan:
    return found(session.scalar(select(KeyLoan).where(KeyLoan.id == loan_id)), "loan")


def open_loan(session, item: KeyItem) -> KeyLoan | None:
    return session.scalar(select(KeyLoan).where(KeyLoan.item_id == item.id, KeyLoan.closed_at.is_(None)))


def borrowers(session, item_ids: Iterable[UUID]) -> dict[UUID, KeyLoan]:
    """Who has what of these, now."""
    wanted = select(KeyLoan).where(KeyLoan.item_id.in_(list(item_ids)), KeyLoan.closed_at.is_(None))
    return {loan.item_id: loan for loan in session.scalars(wanted)}


def items_of_unit(session, unit_id: UUID) -> list[KeyItem]:
    """For the file of the household (RF-1)."""
    return list(session.scalars(select(KeyItem).where(KeyItem.unit_id == unit_id).order_by(KeyItem.number)))


def things_of_unit(session, unit_id: UUID) -> list[EntrustedThing]:
    held = select(EntrustedThing).where(EntrustedThing.unit_id == unit_id, EntrustedThing.state == ThingState.HELD)
    return list(session.scalars(held.order_by(EntrustedThing.taken_at)))


def not_back(session, site_id: UUID, now: datetime) -> list[tuple[KeyLoan, KeyItem]]:
    """What should have been back by now and is not."""
    wanted = select(KeyLoan, KeyItem).join(KeyItem, KeyItem.id == KeyLoan.item_id)
    wanted = wanted.where(KeyLoan.site_id == site_id, KeyLoan.closed_at.is_(None), KeyLoan.due_at <= now)
    return [(loan, item) for loan, item in session.execute(wanted.order_by(KeyLoan.due_at, KeyLoan.id))]


def sites_to_chase(session, now: datetime) -> list[tuple[UUID, UUID]]:
    """Operator and site of each site at which something fell due since it was last chased."""
    late = select(KeyLoan.operator_id, KeyLoan.site_id).where(KeyLoan.closed_at.is_(None), KeyLoan.due_at <= now)
    unchased = late.where(KeyLoan.chased_at.is_(None)).distinct().order_by(KeyLoan.site_id)
    return [tuple(row) for row in session.execute(unchased)]


def things(asked: dict):
    wanted = matching(select(EntrustedThing), asked, EntrustedThing, "site_id", "state", "kind", "unit_id", "number")
    if asked.get("text"):
        said, where = asked["text"], (EntrustedThing.description, EntrustedThing.giver_name, EntrustedThing.for_whom)
        wanted = wanted.where(or_(*(column.icontains(said, autoescape=True) for column in where)))
    return wanted


def thing_by_id(session, thing_id: UUID, *, locked: bool = False) -> EntrustedThing:
    wanted = select(EntrustedThing).where(EntrustedThing.id == thing_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "entrusted thing")


def counts(asked: dict):
    return matching(select(KeyCount), asked, KeyCount, "site_id", "state", "month")


def count_by_id(session, count_id: UUID, *, locked: bool = False) -> KeyCount:
    wanted = select(KeyCount).where(KeyCount.id == count_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "count")


def count_of_month(session, site_id: UUID, month) -> KeyCount | None:
    wanted = select(KeyCount).where(KeyCount.site_id == site_id, KeyCount.month == month)
    return session.scalar(wanted.where(KeyCount.state != CountState.WITHDRAWN))


def entrusted_counts(session, site_id: UUID, listed: list[dict]) -> list[dict]:
    """The handover's list of what is counted (RD-7): where the register knows a kind, its number counts, not the
    setting's; what customers left stands there as long as something is held (RF-7)."""
    grouped = select(KeyItem.kind, KeyItem.state, func.count()).where(KeyItem.site_id == site_id)
    known: dict = {}
    for kind, state, number in session.execute(grouped.group_by(KeyItem.kind, KeyItem.state)):
        known.setdefault(kind, {})[state] = number
    rows = [_counted(row, known) for row in listed]
    held = select(func.count()).where(EntrustedThing.site_id == site_id, EntrustedThing.state == ThingState.HELD)
    number = session.scalar(held.where(EntrustedThing.item_id.is_(None)))
    return [*rows, {**THINGS, "count": number}] if number else rows


def _counted(row: dict, known: dict) -> dict:
    kinds = [kind for kind in CODES.get(row["code"], ()) if kind in known]
    return {**row, "count": sum(known[kind].get(ItemState.IN_CABINET, 0) for kind in kinds)} if kinds else row


def left_open(session, site_id: UUID, now: datetime) -> list[dict]:
    """Of the cabinet what a shift may not forget: not back, held too long, not counted in time (RD-7, RF-4, RF-7)."""
    site = find_site(session, site_id)
    rows = []
    for loan, item in not_back(session, site_id, now):
        said = f"{item.name} · {loan.borrower_name}"
        rows.append(_row("key_loan", loan.id, item.number, said, item.unit_code, loan.due_at, "lent"))
    late = things({"site_id": site_id, "state": ThingState.HELD})
    for thing in session.scalars(late.where(EntrustedThing.keep_until < site.date_at(now))):
        rows.append(_row("thing", thing.id, thing.number, thing.description, thing.unit_code, None, "in_keeping"))
    return rows + _uncounted(session, site, now)


def _row(kind: str, subject_id: UUID, number: str, words: str, place, due_at, state: str) -> dict:
    said = {"kind": kind, "subject_id": subject_id, "number": number, "words": words[:300], "place": place}
    return {**said, "due_at": due_at, "state": state}


def _uncounted(session, site, now: datetime) -> list[dict]:
    month = month_of(site, now)
    if site.date_at(now).day <= rules_of(site)["count_by_day"]:
        return []
    count = count_of_month(session, site.id, month)
    kept = select(KeyItem.id).where(KeyItem.site_id == site.id, KeyItem.state.in_(COUNTED)).limit(1)
    if (count and count.state == CountState.SIGNED) or session.scalar(kept) is None:
        return []
    said = "月度清点未完成 · monthly count of keys and cards not signed"
    return [_row("key_count", site.id, f"{month:%Y-%m}", said, None, None, "due")]
