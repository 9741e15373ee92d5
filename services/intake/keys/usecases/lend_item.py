"""Something leaves the cabinet for a while: to somebody the desk knows, for a purpose, until a time (RF-4)."""

from datetime import datetime, timedelta

from services.intake.directory.queries import find_site
from services.intake.households.queries import find_person, people_at_unit
from services.intake.keys.models import BorrowerKind, KeyItem, KeyLoan
from services.intake.keys.queries import open_loan
from services.intake.keys.site_rules import closing_time
from services.intake.tickets.lifecycle import LEADERS
from shared.errors import BadInput, NotAllowed, NotFound
from shared.ids import new_id

LONGEST = timedelta(days=31)
NOBODY_ASKED = {"confirmed_by_id": None, "confirmed_how": None}


def lend_item(work, item: KeyItem, **facts) -> KeyItem:
    """Of two who lend the same key at once one wins: the other finds it lent."""
    named = facts.get("person_id") or facts.get("borrower_name")
    item.move("lend", work.principal, borrower_name=named, purpose=facts.get("purpose"))
    site = find_site(work.session, item.site_id)
    facts = {**facts, **_borrower(work, item, site, facts)}
    due_at = facts.get("due_at") or closing_time(site, work.now)
    _in_time(due_at, work.now)
    who = ("borrower_kind", "borrower_name", "borrower_phone", "person_id", "purpose")
    confirmed = ("confirmed_by_id", "confirmed_by_name", "confirmed_how")
    loan = KeyLoan(
        id=new_id(),
        operator_id=item.operator_id,
        site_id=item.site_id,
        item_id=item.id,
        number=work.number("KL", item.site_id, zone=site.timezone),
        lent_at=work.now,
        lent_by_name=work.principal.name[:100],
        due_at=due_at,
        **{name: facts.get(name) for name in (*who, *confirmed)},
    )
    item.changed_at, item.changed_by, item.reason = work.now, work.principal.name[:100], None
    item.loans.append(loan)
    work.session.flush()
    work.audit("key.lent", about=item, after={"number": item.number, "loan": loan.number, "kind": loan.borrower_kind})
    return item


def extend_loan(work, item: KeyItem, due_at: datetime, reason: str) -> KeyItem:
    """A later time, with why; whoever chases goes by it."""
    item.move("extend", work.principal, due_at=due_at, reason=reason)
    _in_time(due_at, work.now)
    loan = open_loan(work.session, item)
    loan.due_at, loan.extended_because, loan.chased_at = due_at, reason, None
    item.changed_at, item.changed_by = work.now, work.principal.name[:100]
    work.session.flush()
    return item


def _in_time(due_at: datetime, now: datetime) -> None:
    if not now < due_at <= now + LONGEST:
        raise BadInput("That is no time to be back by.", errors={"due_at": ["Later than now, within 31 days."]})


def _borrower(work, item: KeyItem, site, facts: dict) -> dict:
    """Who it is, and by what the desk knows. An unknown borrower needs the owner's confirmation (RF-4)."""
    kind, here = facts.get("borrower_kind") or BorrowerKind.UNKNOWN, site.date_at(work.now)
    if kind is BorrowerKind.RESIDENT:
        person = _of_unit(work, item, facts.get("person_id"), "person_id", here)
        return {"borrower_name": person.name, **NOBODY_ASKED}
    if not facts.get("borrower_name"):
        raise BadInput("Who borrows it?", errors={"borrower_name": ["The name of the borrower is expected."]})
    if kind is BorrowerKind.STAFF:
        return {"person_id": None, **NOBODY_ASKED}
    if item.unit_id is None:
        if not work.principal.may(item.site_id, *LEADERS):
            raise NotAllowed("Only a supervisor or manager lends a public key to somebody nobody knows.")
        return {"person_id": None, "confirmed_by_id": None, "confirmed_by_name": work.principal.name[:100]}
    owner = _of_unit(work, item, facts.get("confirmed_by_id"), "confirmed_by_id", here, roles=("owner",))
    return {"person_id": None, "confirmed_by_name": owner.name}


def _of_unit(work, item: KeyItem, person_id, field: str, day, roles: tuple[str, ...] = ()):
    """Somebody who is on the unit's file today; raises BadInput saying who would be right."""
    try:
        person = find_person(work.session, person_id) if person_id else None
    except NotFound:
        person = None
    known = {one.id: one for one in people_at_unit(work.session, item.unit_id, day, roles)} if item.unit_id else {}
    if person is None or person.id not in known:
        said = "An owner of the unit who said yes is expected." if roles else "Somebody of the unit's file is expected."
        raise BadInput(said, errors={field: [said]})
    return person
