"""Shapes at the doors of payments and receipts."""

from services.billing.bills.schemas import LineView
from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

from .models import Method, PaymentState


class ReceivePayment(In):
    """What the cashier takes. Without `bill_ids` the unit's oldest bills are paid first (RB-6)."""

    site_id = fields.Id(required=True)
    unit_id = fields.Id(load_default=None, allow_none=True)
    bill_ids = fields.List(fields.Id(), load_default=list, validate=fields.Length(max=200))
    amount = fields.Money(required=True, positive=True)
    method = fields.Choice(Method, required=True)
    payer = fields.Text(required=True, max=100)
    reference = fields.Text(max=100, load_default=None, allow_none=True)


class ReversePayment(Action):
    reason = fields.Text(required=True, max=500)


class ApplyPrepayment(In):
    site_id = fields.Id(required=True)


class UnitQuery(Query):
    site_id = fields.Id(required=True)


class SiteQuery(Query):
    site_id = fields.Id()


class PaymentQuery(Query):
    site_id = fields.Id()
    unit_id = fields.Id()
    bill_id = fields.Id()
    state = fields.Choice(PaymentState)
    method = fields.Choice(Method)
    receipt_number = fields.Text(max=32)


class AllocationView(Out):
    bill_id = fields.Id()
    bill_number = fields.String()
    ticket_id = fields.Id(allow_none=True)
    amount = fields.Money()
    from_prepayment = fields.Flag()
    at = fields.Instant()
    undone_at = fields.Instant(allow_none=True)


class PaymentHead(Out):
    """The payer is masked: who needs the name reads the paper (RF-6)."""

    id = fields.Id()
    receipt_number = fields.String()
    state = fields.Choice(PaymentState)
    version = fields.Whole()
    site_id = fields.Id()
    unit_id = fields.Id(allow_none=True)
    amount = fields.Money()
    prepaid = fields.Money()
    method = fields.Choice(Method)
    payer = fields.String(attribute="payer_masked")
    reference = fields.String(allow_none=True)
    received_at = fields.Instant()
    received_by = fields.String()
    reason = fields.String(allow_none=True)
    reversed_at = fields.Instant(allow_none=True)
    reversed_by = fields.String(allow_none=True)


class PaymentView(PaymentHead):
    allocations = fields.List(fields.Nested(AllocationView))


class SiteName(Out):
    id = fields.Id()
    code = fields.String()
    name = fields.Dict()
    currency = fields.String()


class UnitName(Out):
    id = fields.Id()
    code = fields.String()
    label = fields.String()


class BilledView(Out):
    number = fields.String()
    work_order_number = fields.String(allow_none=True)
    ticket_number = fields.String(allow_none=True)
    amount = fields.Money()
    lines = fields.List(fields.Nested(LineView))


class ReceiptLine(AllocationView):
    bill = fields.Nested(BilledView)


class ReceiptView(Out):
    number = fields.String()
    valid = fields.Flag(metadata={"description": "false: the payment was reversed; the number stays."})
    amount_in_capitals = fields.String()
    payment = fields.Nested(PaymentHead)
    site = fields.Nested(SiteName, allow_none=True)
    unit = fields.Nested(UnitName, allow_none=True)
    allocations = fields.List(fields.Nested(ReceiptLine))


class Gap(Out):
    site_id = fields.Id()
    number = fields.String()


class Gaps(Out):
    missing = fields.List(fields.Nested(Gap))


class AccountView(Out):
    unit_id = fields.Id()
    owed = fields.Money()
    prepaid = fields.Money()
    applied = fields.Money()
