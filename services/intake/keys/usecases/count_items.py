"""Once a month everything in the register is counted, each by itself, and a leader signs (RF-4)."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import find_site
from services.intake.keys.counts import KeyCount, KeyCountLine
from services.intake.keys.models import KEEPERS, KeyItem
from services.intake.keys.queries import COUNTED, borrowers, count_of_month
from services.intake.keys.site_rules import month_of
from shared.errors import BadInput, Conflict
from shared.ids import new_id

MOST_NAMED = 20


def draw_count(work, site_id: UUID) -> KeyCount:
    """The list of what should be there, or be lent with a slip, as the register has it now."""
    work.principal.require(site_id, *KEEPERS)
    month = month_of(find_site(work.session, site_id), work.now)
    there = count_of_month(work.session, site_id, month)
    if there is not None:
        raise Conflict("This month's count is drawn already.", count_id=str(there.id), state=str(there.state))
    held = select(KeyItem).where(KeyItem.site_id == site_id, KeyItem.state.in_(COUNTED))
    found = list(work.session.scalars(held.order_by(KeyItem.kind, KeyItem.number)))
    lent = borrowers(work.session, [item.id for item in found])
    scope = {"operator_id": work.principal.operator_id, "site_id": site_id}
    count = KeyCount(id=new_id(), month=month, drawn_at=work.now, drawn_by_name=work.principal.name[:100], **scope)
    count.lines = [_line(place, item, lent.get(item.id), scope) for place, item in enumerate(found)]
    work.session.add(count)
    work.session.flush()
    return count


def _line(place: int, item: KeyItem, loan, scope: dict) -> KeyCountLine:
    same = {name: getattr(item, name) for name in ("number", "kind", "name", "state")}
    borrower = loan.borrower_name if loan else None
    return KeyCountLine(id=new_id(), item_id=item.id, position=place, borrower_name=borrower, **same, **scope)


def count_items(work, count: KeyCount, lines: list[dict], surplus: str | None = None) -> KeyCount:
    """Each line names the thing, whether it was found, and why not; what is left out stays as it was."""
    count.move("count", work.principal)
    known = {line.item_id: line for line in count.lines}
    unknown = [str(given["item_id"]) for given in lines if given["item_id"] not in known]
    if unknown:
        raise BadInput(
            "Something here is not on the list of this count.", errors={"lines": [", ".join(unknown[:MOST_NAMED])]}
        )
    for given in lines:
        line = known[given["item_id"]]
        line.found, line.counted_by, line.counted_at = given["found"], work.principal.name[:100], work.now
        line.explanation = given.get("explanation")
    count.surplus = surplus if surplus is not None else count.surplus
    count.updated_at = work.now
    work.session.flush()
    return count


def sign_count(work, count: KeyCount) -> KeyCount:
    """Refused while something is not counted, or a difference not explained: all of it is named."""
    count.move("sign", work.principal)
    named = {
        "uncounted": [line.number for line in count.uncounted],
        "unexplained": [line.number for line in count.unexplained],
    }
    said = [f"{WORDS[what]}: {', '.join(which[:MOST_NAMED])}" for what, which in named.items() if which]
    if said:
        raise Conflict(f"The count cannot be signed yet. {'; '.join(said)}.", **named, state="drawn", allowed=["count"])
    count.signed_at, count.signed_by_name = work.now, work.principal.name[:100]
    missing = [line.number for line in count.lines if not line.found]
    work.session.flush()
    work.audit("key_count.signed", about=count, after={"month": f"{count.month:%Y-%m}", "missing": missing})
    return count


WORDS = {"uncounted": "Not counted", "unexplained": "Not there, and not explained"}


def withdraw_count(work, count: KeyCount, reason: str) -> KeyCount:
    count.move("withdraw", work.principal, reason=reason)
    count.reason = reason
    work.session.flush()
    work.audit("key_count.withdrawn", about=count, because=reason)
    return count
