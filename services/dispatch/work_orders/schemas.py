"""Shapes at the doors of work orders."""

from marshmallow.fields import Function

from services.dispatch.assignment.reasons import in_words
from shared.masking import mask_email, mask_name, mask_phone
from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .models import OrderKind, OrderState
from .models.lifecycle import INSPECTORS, SUSPEND

HOW = ("signature", "in_person", "phone", "message", "app")
MAX_LINES = 100


class Line(In):
    code = fields.Text(max=64, required=True)
    quantity = fields.Quantity(required=True, positive=True, validate=fields.Range(max=99_999))


class QuoteOrder(Action):
    lines = fields.List(fields.Nested(Line), required=True, validate=fields.Length(min=1, max=MAX_LINES))


class AgreeQuote(Action):
    by = fields.Text(max=100, required=True, metadata={"description": "Who agreed"})
    how = fields.String(required=True, validate=fields.OneOf(HOW))


class CompleteOrder(Action):
    labour = fields.List(fields.Nested(Line), load_default=list, validate=fields.Length(max=MAX_LINES))
    materials = fields.List(fields.Nested(Line), load_default=list, validate=fields.Length(max=MAX_LINES))
    note = fields.Text(max=2000)
    photos = fields.List(fields.Text(max=500), load_default=list, validate=fields.Length(max=20))
    signature = fields.Text(max=20_000, metadata={"description": "The customer's, as drawn: SVG path or data URL"})


class SuspendOrder(Action):
    state = fields.String(required=True, validate=fields.OneOf([str(state) for state in SUSPEND.values()]))
    reason = fields.Text(max=500, required=True)
    next_at = fields.Instant(required=True)


class GiveReason(Action):
    reason = fields.Text(max=500, required=True)


class VerifyOrder(Action):
    result = fields.String(required=True, validate=fields.OneOf(("passed", "failed")))
    note = fields.Text(max=500)


class OrderQuery(Query):
    ticket_id = fields.Id()
    technician = fields.Text(max=36, metadata={"description": '"me" or the id of somebody of the staff'})
    state = fields.Choice(OrderState)
    site_id = fields.Id()
    priority = fields.Text(max=16)
    kind = fields.Choice(OrderKind)
    number = fields.Text(max=32)
    trade = fields.Text(max=32)


class TechnicianView(Out):
    staff_id = fields.Id()
    code = fields.String()
    name = fields.String()
    login = fields.String()


class OrderRow(Out):
    """A work order as a list shows it."""

    id = fields.Id()
    site_id = fields.Id()
    number = fields.String()
    version = fields.Whole()
    kind = fields.Choice(OrderKind)
    state = fields.Choice(OrderState)
    ticket_id = fields.Id()
    ticket_number = fields.String()
    ticket_kind = fields.String()
    category = fields.String(allow_none=True)
    category_name = fields.Dict(allow_none=True)
    trade = fields.String()
    priority = fields.String()
    place = fields.Dict()
    technician = fields.Nested(TechnicianView, allow_none=True)
    reason = fields.String(allow_none=True)
    next_at = fields.Instant(allow_none=True)
    rework_of = fields.Id(allow_none=True)
    paid_service = fields.Flag()
    amount = fields.Money()
    opened_at = fields.Instant()
    created_at = fields.Instant()
    updated_at = fields.Instant()


class LineView(Out):
    stage = fields.String()
    code = fields.String()
    name = fields.Dict()
    kind = fields.String()
    unit = fields.String()
    quantity = fields.Quantity()
    price = fields.Money()
    amount = fields.Money()


class AssignmentView(Out):
    staff_id = fields.Id()
    staff_code = fields.String()
    staff_name = fields.String()
    automatic = fields.Flag()
    reasons = Function(lambda held: [in_words(reason) for reason in held.reasons])
    by_name = fields.String()
    at = fields.Instant()
    ended_at = fields.Instant(allow_none=True)
    ended_by = fields.String(allow_none=True)


class StepView(Out):
    action = fields.String()
    from_state = fields.String(allow_none=True)
    to_state = fields.String()
    reason = fields.String(allow_none=True)
    next_at = fields.Instant(allow_none=True)
    by_name = fields.String()
    at = fields.Instant()


def caller_for(order, person) -> dict:
    """Whom to ring and how: for the desk and the technician on the order; masked for everybody else (RF-6)."""
    own = order.technician and order.technician["login"] == person.login and person.may(order.site_id, "technician")
    if own or person.may(order.site_id, *INSPECTORS):
        return order.caller
    caller = order.caller
    phone, email = mask_phone(caller.get("phone")), mask_email(caller.get("email"))
    return {**caller, "name": mask_name(caller.get("name")), "phone": phone, "email": email}


class OrderView(OrderRow):
    """A work order with all that belongs to it."""

    cause_id = fields.Id()
    follow_up = fields.String(allow_none=True)
    caller = Function(lambda order: caller_for(order, principal()))
    description = fields.String()
    quoted_amount = fields.Money(allow_none=True)
    agreed_by = fields.String(allow_none=True)
    agreed_how = fields.String(allow_none=True)
    agreed_at = fields.Instant(allow_none=True)
    note = fields.String(allow_none=True)
    photos = fields.List(fields.String())
    signature = fields.String(allow_none=True)
    completed_at = fields.Instant(allow_none=True)
    bill_number = fields.String(allow_none=True)
    bill_paid_at = fields.Instant(allow_none=True)
    unreachable_at = fields.Instant(allow_none=True)
    lines = fields.List(fields.Nested(LineView))
    assignments = fields.List(fields.Nested(AssignmentView))
    steps = fields.List(fields.Nested(StepView))
    allowed = Function(lambda order: order.allowed_to(principal()))
