"""A pushed record as rows: of the push, the ticket, its line in the chronicle, its events."""

import json
from datetime import datetime

from services.intake.chronicle.usecases import entry
from services.intake.search.sealing import seals_of_ticket
from services.intake.tickets.announcing import moved_facts, opened_facts, ticket_facts
from shared.contracts.intake import TicketMoved, TicketOpened
from shared.ids import new_id

from .lines import Line


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
        "edition": platform.edition,
        "received_at": work.now,
    }


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


def announce_opened(work, ticket) -> tuple:
    """What the others are told of a new ticket: that it is there, and its first move."""
    where = {"about": ticket.id, "site_id": ticket.site_id}
    opened = work.announce(TicketOpened, **where, **ticket_facts(ticket))
    return opened, work.announce(TicketMoved, **where, **moved_facts(ticket, "open", None, None, work.now))


def put_row(work, platform, line: Line) -> None:
    """Everything that `push_statement` writes for this line. It writes the events too, not the work's own end."""
    opened, moved = line.events = announce_opened(work, line.ticket)
    del work.announcements[-2:]
    push = push_row(work, platform, line)
    line.row = {name: push[name] for name in ("site_id", "external_id", "fingerprint", "ticket_id")} | {
        "nonce": line.nonce,
        "push_id": push["id"],
        "answer": as_json(line.answer),
        "record": line.raw or json.dumps(line.record),
        "ticket": vars(line.ticket),
        "seals": seals_of_ticket(line.ticket),
        "entry": opening_entry(work, platform, line.ticket, opened.id),
        "opened_id": opened.id,
        "opened_body": opened.body,
        "moved_id": moved.id,
        "moved_body": moved.body,
    }


def written_as(value) -> str:
    """Instants with their zone, ids as text."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


as_json = json.JSONEncoder(default=written_as, ensure_ascii=False).encode
