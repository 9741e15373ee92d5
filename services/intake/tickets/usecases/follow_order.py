"""The ticket goes where its work order stands, in whatever order dispatch's events arrive (RW-1, RW-5, RW-7).

Each order's newest word is kept (`TicketOrder`); the ticket's state follows the order of its present round: the first
order until it is reopened, then the rework order that was made last.
"""

from sqlalchemy import select

from services.intake.tickets.announcing import take_step
from services.intake.tickets.models import Ticket, TicketOrder
from services.intake.tickets.states import TicketKind, TicketState
from shared.errors import NotFound

from .close_ticket import close_ticket
from .reopen_ticket import reopen_ticket

# later words win between two of one version: dispatch may announce several steps in one transaction
RANK = {
    "created": 0,
    "escalated": 1,
    "returned": 1,
    "assigned": 2,
    "accepted": 3,
    "arrived": 4,
    "outsourced": 5,
    "waiting_parts": 5,
    "waiting_access": 5,
    "completed": 6,
    "verified": 7,
    "cancelled": 8,
    "closed": 8,
}
STEPS = {
    "assigned": ("dispatch", TicketState.DISPATCHED),
    "accepted": ("start", TicketState.IN_PROGRESS),
    "arrived": ("start", TicketState.IN_PROGRESS),
    "waiting_parts": ("wait", TicketState.WAITING),
    "waiting_access": ("wait", TicketState.WAITING),
    "outsourced": ("wait", TicketState.WAITING),
    "completed": ("resolve", TicketState.RESOLVED),
    "verified": ("resolve", TicketState.RESOLVED),
    "closed": ("resolve", TicketState.RESOLVED),
    "cancelled": ("hand_back", TicketState.OPEN),
}


def find_ticket(work, ticket_id) -> Ticket:
    """Locked: two consumers never move one ticket at once. Raises NotFound, which is tried again."""
    found = select(Ticket).where(Ticket.id == ticket_id).with_for_update()
    ticket = work.session.scalars(found).first()
    if ticket is None:
        raise NotFound(f"Ticket {ticket_id} is not here (yet).")
    return ticket


def follow_order(work, event, state: str, *, reason=None, next_at=None) -> None:
    """Take in what an event of a work order says, and let the ticket follow."""
    ticket = find_ticket(work, event.data["ticket_id"])
    keep_word(work, ticket, event.data, state, reason, next_at)
    catch_up(work, ticket)


def start_rework(work, event) -> None:
    """A rework order names the cause it was made for; only then is it known which round it belongs to (RW-8)."""
    told = event.data
    ticket = find_ticket(work, told["ticket_id"])
    keep_word(work, ticket, told, told["state"], None, None).cause_id = told["cause_id"]
    fail_work(work, ticket, told["cause_id"], told.get("reason"))
    catch_up(work, ticket)


def inspect_order(work, event) -> None:
    """The desk looked at the work on the spot: passed closes a public repair, failed has it redone (RW-7, RW-8)."""
    told = event.data
    ticket = find_ticket(work, told["ticket_id"])
    keep_word(work, ticket, told, "verified" if told["passed"] else "completed", told.get("note"), None)
    if not told["passed"]:
        fail_work(work, ticket, told["cause_id"], told.get("note"))
    catch_up(work, ticket)


def keep_word(work, ticket, told: dict, state: str, reason, next_at) -> TicketOrder:
    """The newest word of this order; an older one changes nothing."""
    order = work.session.get(TicketOrder, told["work_order_id"])
    if order is None:
        order = TicketOrder(work_order_id=told["work_order_id"], ticket_id=ticket.id, version=-1, state="created")
        order.operator_id, order.site_id, order.number = ticket.operator_id, ticket.site_id, told["number"]
        order.rework = told["kind"] == "rework"
        work.session.add(order)
    elif (told["version"], RANK.get(state, 0)) <= (order.version, RANK.get(order.state, 0)):
        return order
    order.version, order.state, order.changed_at = told["version"], state, told["at"]
    order.reason, order.next_at = reason, next_at
    order.technician = (told.get("technician") or {}).get("name")
    return order


def fail_work(work, ticket, cause_id, reason) -> None:
    """Whatever tells first of a failed repair reopens; work that was not reported done yet counts as done."""
    if str(cause_id) in ticket.reopen_causes or (ticket.ended and ticket.state != TicketState.CLOSED):
        return
    if ticket.state not in (TicketState.RESOLVED, TicketState.CLOSED):
        take_step(work, ticket, "resolve", as_system=True)
    reopen_ticket(work, ticket, reason=reason or "The repair failed.", cause_id=cause_id, as_system=True)


def present_order(work, ticket) -> TicketOrder | None:
    """The order of this round: rework for the latest cause, else the first one; None until dispatch has made it.

    Of two rounds heard of in the wrong order the later one counts: dispatch numbers its orders as it makes them.
    """
    work.session.flush()
    orders = work.session.scalars(select(TicketOrder).where(TicketOrder.ticket_id == ticket.id)).all()
    rounds = {round_of(ticket, order): order for order in orders}
    if ticket.reopened_times not in rounds:
        return None
    known = [order for at, order in rounds.items() if at is not None]
    return max(known, key=lambda order: (order.number, order.work_order_id))


def round_of(ticket, order) -> int | None:
    """Which time round this order is; None while its cause is not known yet."""
    if not order.rework:
        return 0
    causes = ticket.reopen_causes
    return causes.index(str(order.cause_id)) + 1 if str(order.cause_id) in causes else None


def catch_up(work, ticket, *, unless_waiting: bool = False) -> None:
    """Move the ticket to where the order of this round stands; an ended ticket stays ended."""
    order = None if ticket.ended else present_order(work, ticket)
    if order is None or order.state not in STEPS:
        return
    action, target = STEPS[order.state]
    if unless_waiting and target == TicketState.WAITING:
        return
    if ticket.state != target and not (ticket.state == TicketState.RESOLVED and action != "resolve"):
        if target == TicketState.WAITING:
            ticket.waiting_reason, ticket.waiting_until = order.reason, order.next_at
        else:
            ticket.waiting_reason = ticket.waiting_until = None
        take_step(work, ticket, action, as_system=True, reason=order.reason or order.state)
    if order.state == "verified" and ticket.kind == TicketKind.REPAIR_PUBLIC:
        close_ticket(work, ticket, by="inspection", reason=order.reason)
