"""Shapes at the doors of bills."""

from services.billing.tariffs.schemas import Rate
from shared.web import fields
from shared.web.schemas import Action, Out, PageQuery, Query

from .models import BillState


class BillQuery(Query):
    ticket_id = fields.Id()
    work_order_id = fields.Id()
    unit_id = fields.Id()
    site_id = fields.Id()
    state = fields.Choice(BillState)
    number = fields.Text(max=32)


class BillPageQuery(PageQuery, BillQuery):
    """The same filters on the page for people."""


class GiveReason(Action):
    """Why something is reversed, disputed or upheld."""

    reason = fields.Text(required=True, max=500)


class LineView(Out):
    """quantity × rate = amount; `standard_from` says which published price, None that it was agreed apart (RB-1)."""

    position = fields.Whole()
    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    kind = fields.String()
    unit = fields.String()
    quantity = fields.Quantity()
    rate = Rate()
    amount = fields.Money()
    standard_from = fields.Date(allow_none=True)
    period_from = fields.Date(allow_none=True)
    period_to = fields.Date(allow_none=True)


class BillView(Out):
    id = fields.Id()
    number = fields.String()
    state = fields.Choice(BillState)
    version = fields.Whole()
    site_id = fields.Id()
    amount = fields.Money()
    paid = fields.Money()
    open_amount = fields.Money()
    unit_id = fields.Id(allow_none=True)
    place = fields.String(allow_none=True)
    ticket_id = fields.Id(allow_none=True)
    ticket_number = fields.String(allow_none=True)
    work_order_id = fields.Id(allow_none=True)
    work_order_number = fields.String(allow_none=True)
    completed_at = fields.Instant(allow_none=True)
    issued_at = fields.Instant()
    reason = fields.String(allow_none=True)
    reversed_at = fields.Instant(allow_none=True)
    lines = fields.List(fields.Nested(LineView))
