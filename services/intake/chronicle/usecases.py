"""Writing the chronicle: an entry an event and subject, however often it is told."""

from shared.ids import new_id
from shared.storage.statements import insert_into

from .models import ChronicleEntry


def entry(work, *, event_id, site_id, ticket_id, unit_id, kind, at, who, facts, service="intake") -> dict:
    """One line of the chronicle as a row."""
    return {
        "id": new_id(),
        "operator_id": work.principal.operator_id,
        "site_id": site_id,
        "event_id": event_id,
        "subject": str(ticket_id or unit_id or site_id),
        "ticket_id": ticket_id,
        "unit_id": unit_id,
        "at": at,
        "service": service,
        "kind": kind,
        "who": (who or "")[:100] or None,
        "facts": {name: value for name, value in facts.items() if value not in (None, "", [])},
    }


def record_entries(work, rows: list[dict]) -> None:
    """Write these lines with one statement; what is there already stays as it was (RD-3)."""
    if rows:
        statement = insert_into(work.session, ChronicleEntry).values(rows)
        work.session.execute(statement.on_conflict_do_nothing())


def record_step(work, ticket, kind: str, /, *, event_id=None, who=None, **facts) -> None:
    """A step that intake itself took with a ticket."""
    record_entries(
        work,
        [
            entry(
                work,
                event_id=event_id or new_id(),
                site_id=ticket.site_id,
                ticket_id=ticket.id,
                unit_id=ticket.unit_id,
                kind=kind,
                at=work.now,
                who=who or work.principal.name,
                facts=facts,
            )
        ],
    )


def record_of_unit(work, thing, kind: str, /, **facts) -> None:
    """What intake itself did with something that concerns a unit and no ticket; without a unit there is no line."""
    if thing.unit_id is not None:
        record_for_unit(work, thing.site_id, thing.unit_id, kind, **facts)


def record_for_unit(work, site_id, unit_id, kind: str, /, **facts) -> None:
    """Something that intake itself wrote down about a unit (RF-3)."""
    said = {"site_id": site_id, "ticket_id": None, "unit_id": unit_id, "kind": kind, "at": work.now}
    record_entries(work, [entry(work, event_id=new_id(), who=work.principal.name, facts=facts, **said)])
