"""The door through which the services are compared."""

from sqlalchemy import select

from services.dispatch.work_orders.models import WorkOrder
from shared.web import fields
from shared.web.current import reading
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.schemas import Out, Query

AUDITORS = ("admin", "head_office", "supervisor")

reconciliation = Room("reconciliation", __name__, description="What stands here, to be compared with the others")


class ReconciliationQuery(Query):
    site_id = fields.Id()


class OrderFact(Out):
    work_order_id = fields.Id(attribute="id")
    number = fields.String()
    ticket_id = fields.Id()
    site_id = fields.Id()
    state = fields.String()
    kind = fields.String()
    rework_of = fields.Id(allow_none=True)
    amount = fields.Money()
    paid_service = fields.Flag()


@reconciliation.get("/reconciliation", allow=AUDITORS, query=ReconciliationQuery, answer=OrderFact, page=True)
def reconcile(asked):
    """Every work order with the facts the other services must agree with, the oldest first."""
    chosen = select(WorkOrder)
    if asked.get("site_id"):
        chosen = chosen.where(WorkOrder.site_id == asked["site_id"])
    with reading() as session:
        return keyset(session, chosen, (WorkOrder.id,), asked, descending=False)
