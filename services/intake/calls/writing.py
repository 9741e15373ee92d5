"""Pushes, tickets and their events put down as sets; who comes second with one external id is seen, not doubled."""

from sqlalchemy import insert, select

from services.intake.chronicle.usecases import entry, record_entries
from services.intake.tickets.announcing import moved_facts, opened_facts, ticket_facts
from services.intake.tickets.models import Ticket
from shared.contracts.intake import TicketMoved, TicketOpened
from shared.ids import new_id
from shared.storage.statements import insert_into

from .models import Push, PushSignature
from .signatures import refused

TICKET_COLUMNS = [c.key for c in Ticket.__table__.columns if c.key not in ("created_at", "updated_at", "version")]
CHUNK = 500


def claim_signature(work, nonce: str) -> None:
    """Raises Unauthenticated when this very request, signature and all, was answered before."""
    row = {"nonce": nonce, "seen_at": work.now, "operator_id": work.principal.operator_id}
    statement = insert_into(work.session, PushSignature).values(row).on_conflict_do_nothing()
    if work.session.execute(statement.returning(PushSignature.nonce)).first() is None:
        raise refused("this very request was answered before; sign each attempt anew.")


def known_pushes(session, integration_id, external_ids) -> dict[str, tuple[str, dict]]:
    """What was accepted before: the fingerprint and the answer."""
    wanted, found = sorted(external_ids), {}
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(Push.external_id, Push.fingerprint, Push.answer).where(
                Push.integration_id == integration_id, Push.external_id.in_(wanted[start : start + CHUNK])
            )
        )
        found |= {external_id: (fingerprint, answer) for external_id, fingerprint, answer in rows}
    return found


def write_tickets(work, platform, lines: list) -> list:
    """Write what nobody wrote a moment earlier, and announce it; returns the lines that were written."""
    won = claim_pushes(work, platform, lines)
    if not won:
        return []
    work.session.execute(insert(Ticket), [row_of(work, line.ticket) for line in won])
    entries = []
    for line in won:
        ticket = line.ticket
        ticket.version = 1
        where = {"about": ticket.id, "site_id": ticket.site_id}
        event = work.announce(TicketOpened, **where, **ticket_facts(ticket))
        work.announce(TicketMoved, **where, **moved_facts(ticket, "open", None, None, work.now))
        entries.append(opening_entry(work, platform, ticket, event.id))
    record_entries(work, entries)
    return won


def claim_pushes(work, platform, lines: list) -> list:
    """The unique key of integration and external id decides, also between two requests at once."""
    if not lines:
        return []
    rows = [push_row(work, platform, line) for line in lines]
    statement = insert_into(work.session, Push).on_conflict_do_nothing().returning(Push.external_id)
    won = set(work.session.execute(statement, rows).scalars())
    return [line for line in lines if line.external_id in won]


def push_row(work, platform, line) -> dict:
    return {
        "id": new_id(),
        "operator_id": work.principal.operator_id,
        "site_id": line.ticket.site_id,
        "integration_id": platform.id,
        "external_id": line.external_id,
        "fingerprint": line.fingerprint,
        "ticket_id": line.ticket.id,
        "answer": line.answer,
        "record": line.record,
        "received_at": work.now,
    }


def row_of(work, ticket) -> dict:
    row = {name: getattr(ticket, name) for name in TICKET_COLUMNS}
    return row | {"version": 1, "created_at": work.now, "updated_at": work.now}


def opening_entry(work, platform, ticket, event_id) -> dict:
    return entry(
        work,
        event_id=event_id,
        site_id=ticket.site_id,
        ticket_id=ticket.id,
        unit_id=ticket.unit_id,
        kind="ticket.opened",
        at=work.now,
        who=platform.name,
        facts=opened_facts(ticket),
    )
