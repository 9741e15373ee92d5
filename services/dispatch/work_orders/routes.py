"""The doors of work orders for programs: read them, and take one step after the other."""

from services.dispatch.staff.queries import find_me
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .models import WorkOrder

DESK = ("desk", "night_duty", "area_manager", "supervisor", "manager")
FIELD = ("technician", "supervisor")
BOTH = ("technician", *DESK)
PEOPLE = (*BOTH, "cashier", "guard", "head_office", "admin")

work_orders = Room("work_orders", __name__, description="Work orders from creation to the end")


@work_orders.get("/work-orders", allow=PEOPLE, query=schemas.OrderQuery, answer=schemas.OrderRow, page=True)
def order_list(asked):
    """The orders of your sites, the newest first."""
    with reading() as session:
        me = find_me(session) if asked.get("technician") == "me" else None
        chosen = queries.order_list(asked, me.id if me else None)
        return keyset(session, chosen, (WorkOrder.created_at, WorkOrder.id), asked)


@work_orders.get("/work-orders/<uuid:order_id>", allow=PEOPLE, answer=schemas.OrderView)
def one_order(order_id):
    """One order with its lines, its assignments with their reasons, its register, and what you may do now."""
    with reading() as session:
        return queries.find_order(session, order_id)


def step(order_id, use_case, **asked) -> WorkOrder:
    """One step of one order, by whoever read its present version."""
    asked.pop("version", None)
    with work() as w:
        order = queries.find_order(w.session, order_id)
        check_version(order)
        return use_case(w, order, **asked)


def door(action: str, allow, body=None):
    """The door of one step: POST /work-orders/{id}/{action}, answered with the order."""
    return work_orders.post(f"/work-orders/<uuid:order_id>/{action}", allow=allow, body=body, answer=schemas.OrderView)


@door("accept", FIELD)
def accept_order(order_id):
    """The assigned technician takes the order on."""
    return step(order_id, usecases.accept_order)


@door("arrive", FIELD)
def arrive_order(order_id):
    """The technician is at the place."""
    return step(order_id, usecases.arrive_order)


@door("quote", BOTH, schemas.QuoteOrder)
def quote_order(asked, order_id):
    """Price labour and materials from the price list before the work."""
    return step(order_id, usecases.quote_order, **asked)


@door("agree", BOTH, schemas.AgreeQuote)
def agree_quote(asked, order_id):
    """The customer agrees to the quote."""
    return step(order_id, usecases.agree_quote, **asked)


@door("complete", FIELD, schemas.CompleteOrder)
def complete_order(asked, order_id):
    """The work is done; what was used is priced."""
    return step(order_id, usecases.complete_order, **asked)


@door("suspend", BOTH, schemas.SuspendOrder)
def suspend_order(asked, order_id):
    """Wait for parts or access, or have it done outside, with a reason and a next date."""
    return step(order_id, usecases.suspend_order, **asked)


@door("resume", BOTH)
def resume_order(order_id):
    """The wait is over."""
    return step(order_id, usecases.resume_order)


@door("return", FIELD, schemas.GiveReason)
def return_order(asked, order_id):
    """The technician gives the order back."""
    return step(order_id, usecases.return_order, **asked)


@door("escalate", BOTH, schemas.GiveReason)
def escalate_order(asked, order_id):
    """The supervisor has to decide."""
    return step(order_id, usecases.escalate_order, **asked)


@door("verify", DESK, schemas.VerifyOrder)
def verify_order(asked, order_id):
    """The desk inspected a repair of a public place."""
    return step(order_id, usecases.verify_order, **asked)


@door("cancel", DESK, schemas.GiveReason)
def cancel_order(asked, order_id):
    """The order ends without work."""
    return step(order_id, usecases.cancel_order, **asked)
