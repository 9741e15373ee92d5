"""Shapes of what customers leave at the desk, and of the monthly count."""

from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

from .counts import CountState
from .models import ItemKind, ItemState
from .things import ThingKind, ThingState


class TakeThing(In):
    site_id = fields.Id(required=True)
    kind = fields.Choice(ThingKind, required=True)
    description = fields.Text(required=True, max=500)
    quantity = fields.Whole(min=1, max=10_000, load_default=1)
    amount = fields.Money(positive=True, metadata={"description": "Of money, and of nothing else"})
    unit_id = fields.Id()
    giver_name = fields.Text(required=True, max=100)
    giver_phone = fields.Text(max=64)
    for_whom = fields.Text(max=100)
    keep_until = fields.Date()
    kept_at = fields.Text(max=100)
    key_number = fields.Text(max=32, metadata={"description": "A key that hangs in the cabinet under this number"})


class EndThing(Action):
    receiver_name = fields.Text(required=True, max=100)
    receiver_proof = fields.Text(required=True, max=200, metadata={"description": "By what the desk knew them"})
    note = fields.Text(max=500)


class ThingQuery(Query):
    site_id = fields.Id()
    kind = fields.Choice(ThingKind)
    state = fields.Choice(ThingState)
    unit_id = fields.Id()
    number = fields.Text(max=32)
    text = fields.Text(max=100)


class ThingView(Out):
    """The giver's number is masked for whoever need not ring (RF-6)."""

    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String(metadata={"description": "Of the receipt when it was taken"})
    out_number = fields.String(allow_none=True, metadata={"description": "Of the receipt when it left"})
    kind = fields.Choice(ThingKind)
    state = fields.Choice(ThingState)
    description = fields.String()
    quantity = fields.Whole()
    amount = fields.Money(allow_none=True)
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    giver_name = fields.String()
    giver_phone = fields.String(allow_none=True)
    for_whom = fields.String(allow_none=True)
    keep_until = fields.Date(allow_none=True)
    kept_at = fields.String(allow_none=True)
    item_id = fields.Id(allow_none=True)
    taken_at = fields.Instant()
    taken_by_name = fields.String()
    closed_at = fields.Instant(allow_none=True)
    closed_by_name = fields.String(allow_none=True)
    receiver_name = fields.String(allow_none=True)
    receiver_proof = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    allowed = fields.List(fields.String())


class DrawCount(In):
    site_id = fields.Id(required=True)


class CountedItem(In):
    item_id = fields.Id(required=True)
    found = fields.Flag(required=True, metadata={"description": "It hangs there, or its slip does"})
    explanation = fields.Text(max=500, allow_none=True)


class CountItems(Action):
    lines = fields.List(fields.Nested(CountedItem), required=True, validate=fields.Length(max=2000))
    surplus = fields.Text(max=500, blank=True, metadata={"description": "What was there and is not on the list"})


class WithdrawCount(Action):
    reason = fields.Text(required=True, max=500)


class KeyCountQuery(Query):
    site_id = fields.Id()
    state = fields.Choice(CountState)
    month = fields.Date(metadata={"description": "The first day of the month"})


class KeyCountLineView(Out):
    item_id = fields.Id()
    number = fields.String()
    kind = fields.Choice(ItemKind)
    name = fields.String()
    state = fields.Choice(ItemState)
    borrower_name = fields.String(allow_none=True)
    found = fields.Flag(allow_none=True)
    explanation = fields.String(allow_none=True)
    counted_by = fields.String(allow_none=True)
    counted_at = fields.Instant(allow_none=True)


class KeyCountRow(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    month = fields.Date()
    state = fields.Choice(CountState)
    drawn_at = fields.Instant()
    drawn_by_name = fields.String()
    surplus = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    signed_at = fields.Instant(allow_none=True)
    signed_by_name = fields.String(allow_none=True)


class KeyCountView(KeyCountRow):
    lines = fields.List(fields.Nested(KeyCountLineView))
