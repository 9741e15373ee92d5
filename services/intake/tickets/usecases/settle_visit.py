"""The customer was asked: satisfied closes the ticket, still broken opens it again (RV-1, RV-3, RW-8)."""

from services.intake.tickets.announcing import take_step
from services.intake.tickets.models import TicketOrder
from services.intake.tickets.states import TicketState
from shared.errors import NotFound

from .close_ticket import close_ticket
from .follow_order import catch_up, fail_work, find_ticket, round_of

FAILED = ("dissatisfied", "still_broken")


def settle_visit(work, event) -> None:
    """A visit about an earlier round changes nothing; one about an order not heard of yet waits for it."""
    told = event.data
    ticket = find_ticket(work, told["ticket_id"])
    if ticket.ended or not is_present_round(work, ticket, told["work_order_id"]):
        return
    if told["outcome"] in FAILED:
        fail_work(work, ticket, told["return_visit_id"], told.get("note") or told["outcome"])
        catch_up(work, ticket)
        return
    if ticket.state != TicketState.RESOLVED:
        take_step(work, ticket, "resolve", as_system=True)
    close_ticket(work, ticket, by="return_visit", reason=told["outcome"])


def is_present_round(work, ticket, work_order_id) -> bool:
    """Raises NotFound while the order, or the cause of a rework, has not arrived here."""
    order = work.session.get(TicketOrder, work_order_id)
    if order is None and ticket.reopened_times == 0:
        return True
    turn = None if order is None else round_of(ticket, order)
    if turn is None:
        raise NotFound(f"Work order {work_order_id} is not known here yet.")
    return turn == ticket.reopened_times
