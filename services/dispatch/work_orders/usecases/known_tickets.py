"""What is remembered of tickets so that events about them may come in any order."""

from uuid import UUID

from sqlalchemy import case

from services.dispatch.work_orders.models import KnownTicket
from shared.storage.statements import insert_into

RETURNED = (KnownTicket.id, KnownTicket.ended_version, KnownTicket.reopened_version, KnownTicket.ended_by)


def note_tickets(work, site_id: UUID, told: list[dict]) -> dict[UUID, KnownTicket]:
    """Write down `told` (ticket_id, number, and ended_version or reopened_version) and return what is known now.

    One statement for all. It locks the rows, so that a ticket's events take turns even in two consumers: without it
    a cancellation and an opening could each miss the other and leave a live order behind.
    """
    rows = {t["ticket_id"]: _row(work, site_id, t) for t in sorted(told, key=_age)}
    insert = insert_into(work.session, KnownTicket).values([rows[key] for key in sorted(rows)])
    ends_later = insert.excluded.ended_version > KnownTicket.ended_version
    reopens_later = insert.excluded.reopened_version > KnownTicket.reopened_version
    note = insert.on_conflict_do_update(
        index_elements=["id"],
        set_={
            "ended_version": case((ends_later, insert.excluded.ended_version), else_=KnownTicket.ended_version),
            "ended_by": case((ends_later, insert.excluded.ended_by), else_=KnownTicket.ended_by),
            "reopened_version": case(
                (reopens_later, insert.excluded.reopened_version), else_=KnownTicket.reopened_version
            ),
        },
    )
    found = work.session.execute(note.returning(*RETURNED)).all()
    return {row.id: KnownTicket(**row._mapping) for row in found}


def _age(told: dict) -> int:
    return max(told.get("ended_version", 0), told.get("reopened_version", 0))


def _row(work, site_id: UUID, told: dict) -> dict:
    return {
        "id": told["ticket_id"],
        "operator_id": work.principal.operator_id,
        "site_id": site_id,
        "number": told["number"],
        "ended_version": told.get("ended_version", 0),
        "ended_by": told.get("ended_by"),
        "reopened_version": told.get("reopened_version", 0),
    }
