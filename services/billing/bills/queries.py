"""Finding bills: for lists, for sheets of paper, and locked for change."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shared.errors import found
from shared.storage.statements import insert_into

from .models import Bill, TicketCase

FILTERS = ("site_id", "unit_id", "ticket_id", "work_order_id", "state", "number")


def bills(asked: dict):
    """The statement behind a page of bills."""
    chosen = select(Bill).options(selectinload(Bill.lines))
    for name in FILTERS:
        if asked.get(name) is not None:
            chosen = chosen.where(getattr(Bill, name) == asked[name])
    return chosen


def find_bill(session, bill_id: UUID, *, lock: bool = False) -> Bill:
    """The bill with its lines. Raises NotFound."""
    chosen = select(Bill).where(Bill.id == bill_id).options(selectinload(Bill.lines))
    return found(session.scalar(chosen.with_for_update(of=Bill) if lock else chosen), "bill")


def bill_of_order(session, work_order_id: UUID) -> Bill | None:
    return session.scalar(select(Bill).where(Bill.work_order_id == work_order_id))


def lock_case(work, ticket_id: UUID, site_id: UUID) -> TicketCase:
    """The ticket's row, made at its first mention: completion and cancellation of one ticket wait for each other."""
    insert = insert_into(work.session, TicketCase.__table__)
    fresh = {"id": ticket_id, "operator_id": work.principal.operator_id, "site_id": site_id, "cancelled_orders": {}}
    work.session.execute(insert.values(fresh).on_conflict_do_nothing())
    return work.session.scalars(select(TicketCase).where(TicketCase.id == ticket_id).with_for_update()).one()


def lock_bills_of_ticket(session, ticket_id: UUID) -> list[Bill]:
    chosen = select(Bill).where(Bill.ticket_id == ticket_id).order_by(Bill.id)
    return list(session.scalars(chosen.options(selectinload(Bill.lines)).with_for_update(of=Bill)))
