"""Shapes of visitors at the doors."""

from marshmallow.fields import Function

from shared.masking import mask_phone
from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, In, Out, Query

from .models import DESK, Document, HowAsked, Visitor, VisitorState


class RegisterVisitor(In):
    """With `expected_from` or `expected_until` somebody who is announced, without either who stands at the gate."""

    site_id = fields.Id(required=True)
    name = fields.Text(required=True, max=100)
    phone = fields.Text(max=64)
    company = fields.Text(max=100)
    document = fields.Choice(Document)
    people = fields.Whole(min=1, max=500, load_default=1)
    plate = fields.Text(max=32)
    purpose = fields.Text(required=True, max=200)
    unit_id = fields.Id()
    host_name = fields.Text(max=100, metadata={"description": "Whom they visit, where it is no unit"})
    expected_from = fields.Instant()
    expected_until = fields.Instant()


class ContactHost(Action):
    how = fields.Choice(HowAsked, required=True)


class WelcomeVisitor(Action):
    answered_by = fields.Text(max=100, metadata={"description": "Who said yes"})


class TakeMessage(Action):
    message = fields.Text(required=True, max=500)


class AdmitVisitor(Action):
    badge = fields.Text(max=32)


class StateQuery(Query):
    site_id = fields.Id()
    unit_id = fields.Id()
    number = fields.Text(max=32)
    state = fields.Text(max=100, metadata={"description": "One or several, separated by commas"})


class VisitorQuery(StateQuery):
    badge = fields.Text(max=32)


def phone_of(visitor: Visitor) -> str | None:
    """Who need not ring them does not read the number (RF-6)."""
    openly = principal().may(visitor.site_id, *DESK)
    return visitor.phone if openly or not visitor.phone else mask_phone(visitor.phone)


class VisitorView(Out):
    id = fields.Id()
    version = fields.Whole()
    site_id = fields.Id()
    number = fields.String()
    state = fields.Choice(VisitorState)
    name = fields.String()
    phone = Function(phone_of)
    company = fields.String(allow_none=True)
    document = fields.Choice(Document, allow_none=True)
    people = fields.Whole()
    plate = fields.String(allow_none=True)
    purpose = fields.String()
    unit_id = fields.Id(allow_none=True)
    unit_code = fields.String(allow_none=True)
    host_name = fields.String(allow_none=True)
    expected_from = fields.Instant(allow_none=True)
    expected_until = fields.Instant(allow_none=True)
    registered_at = fields.Instant()
    registered_by_name = fields.String()
    asked_at = fields.Instant(allow_none=True)
    contacted_at = fields.Instant(allow_none=True)
    contacted_how = fields.Choice(HowAsked, allow_none=True)
    contacts = fields.Whole()
    answered_at = fields.Instant(allow_none=True)
    answered_by = fields.String(allow_none=True)
    handled_by_name = fields.String(allow_none=True)
    message = fields.String(allow_none=True)
    badge = fields.String(allow_none=True)
    admitted_at = fields.Instant(allow_none=True)
    admitted_by_name = fields.String(allow_none=True)
    left_at = fields.Instant(allow_none=True)
    left_by_name = fields.String(allow_none=True)
    end_reason = fields.String(allow_none=True)
    allowed = Function(lambda visitor: list(visitor.allowed(principal())))
