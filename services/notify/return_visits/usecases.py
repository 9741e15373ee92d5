"""Everything that can be done with a return visit: schedule, attempt, waive."""

from uuid import UUID

from sqlalchemy import select

from services.notify.places.usecases import find_site
from services.notify.tickets.usecases import find_tickets
from shared.contracts.notify import ReturnVisitCompleted, ReturnVisitUnreachable
from shared.errors import BadInput, found

from . import rules
from .models import UNSETTLED, ReturnVisit, VisitAttempt, VisitState

REASONS = {
    "cancelled": "The ticket was cancelled.",
    "merged": "The ticket was merged into another.",
    "closed": "The ticket was closed.",
    "reopened": "The ticket was opened again; the new work gets its own visit.",
}


def schedule_visits(work, events) -> None:
    """One visit per completed order, whatever comes twice or late (RV-1)."""
    events = [e for e in events if e.data["ticket_kind"] not in rules.WITHOUT_VISIT]
    if not events:
        return
    site = find_site(work.session, events[0].site_id)
    orders = {e.data["work_order_id"]: e for e in events}
    held = set(work.session.scalars(select(ReturnVisit.work_order_id).where(ReturnVisit.work_order_id.in_(orders))))
    tickets = find_tickets(work.session, {e.data["ticket_id"] for e in events})
    for order_id, event in orders.items():
        if order_id not in held:
            work.session.add(_schedule(work, site, event, tickets[event.data["ticket_id"]]))


def _schedule(work, site, event, ticket) -> ReturnVisit:
    data = event.data
    technician, follow_up = data.get("technician") or {}, data.get("follow_up") or ticket.follow_up or "other"
    visit = ReturnVisit(
        site_id=event.site_id,
        ticket_id=ticket.id,
        ticket_number=data["ticket_number"],
        ticket_kind=data["ticket_kind"],
        work_order_id=data["work_order_id"],
        work_order_number=data["number"],
        follow_up=follow_up,
        technician_name=technician.get("name"),
        technician_login=technician.get("login"),
        completed_at=data["at"],
        next_at=rules.first_try(data["at"], site.timezone, site.settings),
        due_at=rules.due_by(data["at"], follow_up, site.timezone, site.settings),
        state=VisitState.SCHEDULED,
        attempts=0,
    )
    if why := needless(visit, ticket):
        waive_visit(work, visit, why)
    return visit


def needless(visit: ReturnVisit, ticket) -> str | None:
    """Why this visit is not owed (any more). Only times are compared, so any order of hearing gives the same answer.

    Work completed after the ticket was closed means that it was reopened, of which we have yet to hear.
    """
    if ticket.reopened_at and visit.completed_at <= ticket.reopened_at:
        return REASONS["reopened"]
    if ticket.ended == "closed" and visit.completed_at > ticket.ended_at:
        return None
    return REASONS.get(ticket.ended)


def settle_visits_of(work, ticket) -> None:
    """What the end of a ticket, or its return to life, means for visits that are still owed."""
    for visit in work.session.scalars(select(ReturnVisit).filter_by(ticket_id=ticket.id)):
        why = needless(visit, ticket)
        if why and visit.state in UNSETTLED:
            waive_visit(work, visit, why)


def find_visit(session, visit_id: UUID) -> ReturnVisit:
    return found(session.get(ReturnVisit, visit_id), "return visit")


def attempt_visit(work, visit: ReturnVisit, *, result, outcome=None, score=None, note=None) -> ReturnVisit:
    """Write down one attempt and what came of it (RV-3)."""
    visit.refuse_the_technician(work.principal)
    outcome = _outcome(result, outcome, score)
    site = find_site(work.session, visit.site_id)
    visit.attempts += 1
    if outcome:
        visit.move("finish", work.principal, outcome=outcome)
        visit.outcome, visit.score, visit.note = outcome, score, note
        _settle(work, visit)
        _announce(work, visit, ReturnVisitCompleted, note, outcome=outcome, score=score)
    elif visit.attempts >= rules.last_attempt(site.settings):
        visit.move("give_up", work.principal)
        _announce(work, visit, ReturnVisitUnreachable, note)
    else:
        visit.move("attempt", work.principal)
        visit.next_at = rules.next_try(work.now, site.timezone, site.settings)
    work.session.add(_attempt(work, visit, result, outcome, score, note))
    return visit


def waive_visit(work, visit: ReturnVisit, reason: str) -> ReturnVisit:
    """A recorded waiver: no visit will be made, and it says why (RW-7)."""
    before = {"state": visit.state}
    visit.move("waive", work.principal, reason=reason)
    work.audit("return_visit.waived", about=visit, before=before, after={"state": visit.state}, because=reason)
    visit.reason = reason
    _settle(work, visit)
    return visit


def _outcome(result: str, outcome: str | None, score: int | None) -> str | None:
    """Only who was reached has said something; who refuses has said that."""
    if result == "reached":
        if not outcome:
            raise BadInput("What did they say?", errors={"outcome": ["Required when the customer was reached."]})
        return outcome
    if outcome or score is not None:
        said = {"result": [f"With {result} there is neither outcome nor score."]}
        raise BadInput("Nobody can be satisfied who was not reached.", errors=said)
    return "refused" if result == "refused" else None


def _settle(work, visit: ReturnVisit) -> None:
    person = work.principal.kind != "system"
    visit.settled_at, visit.settled_by = work.now, work.principal.name if person else "system"


def _attempt(work, visit: ReturnVisit, result: str, outcome, score, note) -> VisitAttempt:
    return VisitAttempt(
        site_id=visit.site_id,
        return_visit_id=visit.id,
        number=visit.attempts,
        at=work.now,
        by_login=work.principal.login,
        by_name=work.principal.name,
        result=result,
        outcome=outcome,
        score=score,
        note=note,
    )


def _announce(work, visit: ReturnVisit, contract, note: str | None, **more) -> None:
    work.announce(
        contract,
        about=visit.id,
        site_id=visit.site_id,
        return_visit_id=visit.id,
        ticket_id=visit.ticket_id,
        work_order_id=visit.work_order_id,
        attempts=visit.attempts,
        at=work.now,
        by_name=work.principal.name,
        note=note,
        **more,
    )
