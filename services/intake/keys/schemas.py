"""Shapes at the doors of the cabinet: the register and its loans."""

from shared.web import fields
from shared.web.schemas import Action, In, Out, Query

from .models import BorrowerKind, ItemClass, ItemKind, ItemState


class KeyFacts(In):
    name = fields.Text(max=200, metadata={"description": "What it opens, or what it is"})
    hook = fields.Text(max=64, allow_none=True, metadata={"description": "Where it hangs"})
    category = fields.Choice(ItemClass)


class RegisterItem(KeyFacts):
    site_id = fields.Id(required=True)
    name = fields.Text(required=True, max=200)
    kind = fields.Choice(ItemKind, required=True)
    category = fields.Choice(ItemClass, required=True)
    number = fields.Text(max=32, metadata={"description": "As written on the tag; left out, the house gives one"})
    unit_id = fields.Id()


class AmendItem(KeyFacts, Action):
    """The number, the kind and the unit stay what they were: another thing is another line."""


class LendItem(Action):
    borrower_kind = fields.Choice(BorrowerKind, load_default=BorrowerKind.UNKNOWN)
    borrower_name = fields.Text(max=100, metadata={"description": "Needed unless `person_id` says who it is"})
    borrower_phone = fields.Text(max=64)
    person_id = fields.Id(metadata={"description": "A resident, by the file of the unit"})
    confirmed_by_id = fields.Id(metadata={"description": "The owner who said yes to an unknown borrower (RF-4)"})
    confirmed_how = fields.Text(max=200)
    purpose = fields.Text(required=True, max=500)
    due_at = fields.Instant(metadata={"description": "The end of the day unless said"})


class ReturnItem(Action):
    returned_by = fields.Text(max=100)
    note = fields.Text(max=500)


class ExtendLoan(Action):
    due_at = fields.Instant(required=True)
    reason = fields.Text(required=True, max=500)


class KeyReason(Action):
    reason = fields.Text(required=True, max=500)


class GiveOut(Action):
    receiver = fields.Text(required=True, max=100)
    reason = fields.Text(max=500)


class KeyQuery(Query):
    site_id = fields.Id()
    kind = fields.Choice(ItemKind)
    category = fields.Choice(ItemClass)
    state = fields.Choice(ItemState)
    unit_id = fields.Id()
    number = fields.Text(max=32)
    text = fields.Text(max=100)


class KeyLoanQuery(Query):
    site_id = fields.Id()
    item_id = fields.Id()
    out = fields.Flag(metadata={"description": "true: not back yet"})
    due_before = fields.Instant()


class KeyLoanView(Out):
    """The borrower's number is masked for whoever need not ring (RF-6)."""

    id = fields.Id()
    item_id = fields.Id()
    number = fields.String()
    borrower_kind = fields.Choice(BorrowerKind)
    borrower_name = fields.String()
    borrower_phone = fields.String(allow_none=True)
    person_id = fields.Id(allow_none=True)
    confirmed_by_name = fields.String(allow_none=True)
    confirmed_how = fields.String(allow_none=True)
    purpose = fields.String()
    lent_at = fields.Instant()
    lent_by_name = fields.String()
    due_at = fields.Instant()
    extended_because = fields.String(allow_none=True)
    chased_at = fields.Instant(allow_none=True)
    closed_at = fields.Instant(allow_none=True)
    outcome = fields.String(allow_none=True)
    returned_by = fields.String(allow_none=True)
    taken_back_by = fields.String(allow_none=True)
    note = fields.String(allow_none=True)


class KeyLine(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    kind = fields.Choice(ItemKind)
    category = fields.Choice(ItemClass)
    state = fields.Choice(ItemState)
    name = fields.String()
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    hook = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    receiver = fields.String(allow_none=True)
    changed_at = fields.Instant()
    changed_by = fields.String()


class KeyView(KeyLine):
    allowed = fields.List(fields.String())
    loans = fields.List(fields.Nested(KeyLoanView))
