"""Shapes at the door of reconciliation."""

from services.billing.bills.models import BillState
from shared.web import fields
from shared.web.schemas import Out, Query


class FactQuery(Query):
    site_id = fields.Id()


class BillFact(Out):
    bill_id = fields.Id()
    number = fields.String()
    work_order_id = fields.Id(allow_none=True)
    ticket_id = fields.Id(allow_none=True)
    state = fields.Choice(BillState)
    amount = fields.Money()
    paid = fields.Money()
    receipt_numbers = fields.List(fields.String())
