"""The doors of assignment for programs: who fits and why; assign, transfer, grab."""

from datetime import UTC, datetime

from services.dispatch.work_orders.queries import find_order
from services.dispatch.work_orders.routes import step
from services.dispatch.work_orders.schemas import OrderView
from shared.web.current import reading
from shared.web.doors import Room

from . import queries, schemas, usecases

DESK = ("desk", "night_duty", "area_manager", "supervisor", "manager")
BOTH = ("technician", *DESK)
OFFICE = (*BOTH, "head_office", "admin")

assignment = Room("assignment", __name__, description="Who does the work, and why")


@assignment.get("/work-orders/<uuid:order_id>/candidates", allow=OFFICE, answer=schemas.CandidatesView)
def candidates(order_id):
    """Everybody who serves the site, the best first, with what speaks for and against each right now."""
    with reading() as session:
        return queries.candidates(session, find_order(session, order_id), datetime.now(UTC))


@assignment.post("/work-orders/<uuid:order_id>/assign", allow=DESK, body=schemas.AssignOrder, answer=OrderView)
def assign_order(asked, order_id):
    """Give an order that nobody has to somebody, or to whoever fits best."""
    return step(order_id, usecases.assign_order, **asked)


@assignment.post("/work-orders/<uuid:order_id>/transfer", allow=BOTH, body=schemas.TransferOrder, answer=OrderView)
def transfer_order(asked, order_id):
    """Give an order that somebody has to somebody else."""
    return step(order_id, usecases.transfer_order, **asked)


@assignment.post("/work-orders/<uuid:order_id>/grab", allow=("technician",), answer=OrderView)
def grab_order(order_id):
    """Take an order that nobody has; of two at once one wins."""
    return step(order_id, usecases.grab_order)
