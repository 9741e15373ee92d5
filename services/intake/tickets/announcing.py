"""What a ticket tells the other services, and the same moment's line in the chronicle (RF-3)."""

from services.intake.chronicle.usecases import record_step
from shared.contracts.intake import TicketAmended, TicketMoved, TicketOpened
from shared.principal import Principal

AUDITED = {
    "cancel": "ticket.cancelled",
    "decline": "ticket.declined",
    "waive": "ticket.waived",
    "merge": "ticket.merged",
    "reopen": "ticket.reopened",
    "handover-owner": "ticket.owner_handed_over",
}


def ticket_facts(ticket) -> dict:
    """Everything the readers of a ticket need to act on it."""
    return {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "version": ticket.version,
        "kind": ticket.kind,
        "category": ticket.category,
        "category_name": ticket.category_name,
        "trade": ticket.trade,
        "follow_up": ticket.follow_up,
        "priority": ticket.priority,
        "channel": ticket.channel,
        "place": ticket.place,
        "caller": ticket.caller,
        "description": ticket.description,
        "opened_at": ticket.opened_at,
        "reopened_times": ticket.reopened_times,
    }


def moved_facts(ticket, action: str, before, reason: str | None, at) -> dict:
    return {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "sequence": ticket.moves,
        "action": action,
        "from_state": before,
        "to_state": ticket.state,
        "reason": reason,
        "at": at,
        "integration_id": ticket.integration_id,
        "external_id": ticket.external_id,
    }


def take_step(work, ticket, action: str, *, as_system: bool = False, reason: str | None = None, **facts) -> bool:
    """Move the ticket by its table and tell the platforms about each change of state (RV-9)."""
    system = Principal.system(ticket.operator_id, ticket.site_id)
    principal = system if as_system else work.principal
    before, changed = ticket.move(action, principal, reason=reason, **facts)
    if action in AUDITED:
        states = {"before": {"state": before}, "after": {"state": ticket.state, **facts}}
        work.audit(AUDITED[action], about=ticket, because=reason, **states)
    if changed:
        data = moved_facts(ticket, action, before, reason, work.now)
        work.announce(TicketMoved, about=ticket.id, site_id=ticket.site_id, **data)
    return changed


def tell_opened(work, ticket) -> None:
    work.session.flush()
    event = work.announce(TicketOpened, about=ticket.id, site_id=ticket.site_id, **ticket_facts(ticket))
    moved = moved_facts(ticket, "open", None, None, work.now)
    work.announce(TicketMoved, about=ticket.id, site_id=ticket.site_id, **moved)
    record_step(work, ticket, "ticket.opened", event_id=event.id, **opened_facts(ticket))


def opened_facts(ticket) -> dict:
    """What the chronicle remembers of the beginning."""
    return {
        "number": ticket.number,
        "kind": str(ticket.kind),
        "category": ticket.category,
        "channel": str(ticket.channel),
        "external_id": ticket.external_id,
    }


def tell_amended(work, ticket, kind: str, /, **facts) -> None:
    """The facts changed: the readers get all of them, the chronicle what was different."""
    work.session.flush()
    event = work.announce(TicketAmended, about=ticket.id, site_id=ticket.site_id, **ticket_facts(ticket))
    record_step(work, ticket, kind, event_id=event.id, **facts)


def tell_end(work, ticket, contract, kind: str, *, reason: str | None, remember: dict | None = None, **data) -> None:
    """The ticket ended, or was opened again: cancelled, closed, merged, reopened."""
    work.session.flush()
    event = work.announce(
        contract,
        about=ticket.id,
        site_id=ticket.site_id,
        ticket_id=ticket.id,
        number=ticket.number,
        version=ticket.version,
        reason=reason,
        **data,
    )
    record_step(work, ticket, kind, event_id=event.id, reason=reason, **(remember or {}))
