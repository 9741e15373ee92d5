"""Events announced by billing: what work costs and what was paid."""

from marshmallow import fields

from .contract import EventSchema, Part, promise
from .parts import Bilingual, Money, instant, word


class PriceItem(Part):
    code = word(64, required=True)
    name = fields.Nested(Bilingual, required=True)
    kind = word(20, required=True, metadata={"description": "labour, material, call_out"})
    unit = word(20, required=True)
    price = Money(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(allow_none=True)


@promise("billing.price_list.changed", readers=("dispatch",))
class PriceListChanged(EventSchema):
    """The published price list of paid services, whole, for the quotes of dispatch (RB-1, RW-4)."""

    version = fields.Integer(required=True)
    items = fields.List(fields.Nested(PriceItem), required=True)


class BillFacts(EventSchema):
    bill_id = fields.UUID(required=True)
    number = word(32, required=True)
    version = fields.Integer(required=True)
    state = word(16, required=True)
    amount = Money(required=True)
    paid = Money(required=True)
    unit_id = fields.UUID(allow_none=True)
    ticket_id = fields.UUID(allow_none=True)
    work_order_id = fields.UUID(allow_none=True)
    at = instant(required=True)


@promise("billing.bill.issued", readers=("intake", "notify"))
class BillIssued(BillFacts):
    """A bill whose lines explain themselves is out (RB-1)."""


@promise("billing.bill.reversed", readers=("intake", "notify"))
class BillReversed(BillFacts):
    """A bill was taken back whole, with its reason (RB-5)."""

    reason = word(500, required=True)


@promise("billing.bill.paid", readers=("intake", "dispatch", "notify"))
class BillPaid(BillFacts):
    """Nothing of the bill is open any more."""


class Allocation(Part):
    bill_id = fields.UUID(required=True)
    bill_number = word(32, required=True)
    amount = Money(required=True)
    ticket_id = fields.UUID(allow_none=True)


class PaymentFacts(EventSchema):
    payment_id = fields.UUID(required=True)
    receipt_number = word(32, required=True)
    amount = Money(required=True)
    method = word(16, required=True)
    unit_id = fields.UUID(allow_none=True)
    allocations = fields.List(fields.Nested(Allocation), required=True)
    at = instant(required=True)


@promise("billing.payment.received", readers=("intake", "notify"))
class PaymentReceived(PaymentFacts):
    """Money came in and was receipted by number (RB-6)."""


@promise("billing.payment.reversed", readers=("intake", "notify"))
class PaymentReversed(PaymentFacts):
    """A payment was undone with its reason; the receipt keeps its number (RB-5)."""

    reason = word(500, required=True)
