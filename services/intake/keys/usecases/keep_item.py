"""The register of keys, cards and intercoms: entered, corrected, given out for good, lost, found, destroyed (RF-4)."""

from uuid import UUID

from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.keys.models import KEEPERS, ItemState, KeyItem, KeyLoan
from services.intake.keys.queries import item_of_number, open_loan
from shared.errors import BadInput, Conflict
from shared.ids import new_id


def register_item(work, site_id: UUID, *, number: str | None = None, unit_id: UUID | None = None, **facts) -> KeyItem:
    """A number is never given twice, not even after the thing is gone."""
    work.principal.require(site_id, *KEEPERS)
    site = find_site(work.session, site_id)
    there = item_of_number(work.session, site_id, number) if number else None
    if there is not None:
        raise Conflict("This number stands in the register already.", item_id=str(there.id), number=number)
    unit = find_unit_by_id(work.session, unit_id) if unit_id else None
    if unit is not None and unit.site_id != site_id:
        raise BadInput("The unit is at another site.", errors={"unit_id": ["A unit of this site is expected."]})
    item = KeyItem(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site_id,
        number=number or work.number("K", site_id, zone=site.timezone),
        unit_id=unit.id if unit else None,
        unit_code=unit.code if unit else None,
        loans=[],
        **facts,
    )
    _by(work, item, None)
    work.session.add(item)
    work.session.flush()
    work.audit("key.registered", about=item, after={"number": item.number, "kind": item.kind})
    return item


def amend_item(work, item: KeyItem, **facts) -> KeyItem:
    item.move("amend", work.principal)
    before = {name: getattr(item, name) for name in facts}
    for name, value in facts.items():
        setattr(item, name, value)
    _by(work, item, item.reason)
    work.session.flush()
    work.audit("key.amended", about=item, before=before, after=facts)
    return item


def return_item(work, item: KeyItem, returned_by: str | None = None, note: str | None = None) -> KeyItem:
    """Back on its hook; who brought it and who took it stand on the loan."""
    item.move("return", work.principal)
    loan = _close(work, item, "back")
    loan.returned_by, loan.note = returned_by or loan.borrower_name, note
    _by(work, item, None)
    work.session.flush()
    return item


def give_out(work, item: KeyItem, receiver: str, reason: str | None = None) -> KeyItem:
    """For good, signed for: the keys of a move-in, a card to its holder (RM-1)."""
    item.move("give-out", work.principal, receiver=receiver)
    item.receiver = receiver
    return _ended(work, item, reason, "key.given_out")


def take_back(work, item: KeyItem, reason: str) -> KeyItem:
    item.move("take-back", work.principal, reason=reason)
    item.receiver = None
    return _ended(work, item, reason, "key.taken_back")


def report_lost(work, item: KeyItem, reason: str) -> KeyItem:
    """A loan of it ends as lost: whoever had it is named there."""
    lent = item.state is ItemState.LENT
    item.move("report-lost", work.principal, reason=reason)
    if lent:
        _close(work, item, "lost").note = reason
    return _ended(work, item, reason, "key.lost")


def find_again(work, item: KeyItem, reason: str) -> KeyItem:
    item.move("found", work.principal, reason=reason)
    return _ended(work, item, reason, "key.found")


def destroy_item(work, item: KeyItem, reason: str) -> KeyItem:
    item.move("destroy", work.principal, reason=reason)
    return _ended(work, item, reason, "key.destroyed")


def _close(work, item: KeyItem, outcome: str) -> KeyLoan:
    loan = open_loan(work.session, item)
    loan.closed_at, loan.outcome, loan.taken_back_by = work.now, outcome, work.principal.name[:100]
    return loan


def _ended(work, item: KeyItem, reason: str | None, act: str) -> KeyItem:
    _by(work, item, reason)
    work.session.flush()
    work.audit(act, about=item, after={"number": item.number}, because=reason)
    return item


def _by(work, item: KeyItem, reason: str | None) -> None:
    item.changed_at, item.changed_by, item.reason = work.now, work.principal.name[:100], reason
