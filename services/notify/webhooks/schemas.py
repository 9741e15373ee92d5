"""Subscriptions and deliveries as they come in and go out."""

import ipaddress

from marshmallow import ValidationError, validate

from services.notify.channels.addresses import Forbidden, check_address, read_url
from services.notify.channels.webhook import check_secret
from shared.web import fields
from shared.web.current import settings
from shared.web.schemas import Action, In, Out, PageQuery

from .models import DeliveryState, SubscriptionState

EVENTS = ("ticket.moved",)


def allowed_url(url: str) -> None:
    """Names are looked up when sending; an address written out can be judged at once."""
    try:
        host = read_url(url).host
        try:
            literal = str(ipaddress.ip_address(host))
        except ValueError:
            return
        if not settings().webhook_private_addresses:
            check_address(literal)
    except Forbidden as error:
        raise ValidationError(str(error)) from None


def good_secret(secret: str) -> None:
    if fault := check_secret(secret):
        raise ValidationError(fault)


class PutSubscription(In):
    url = fields.Text(max=2000, required=True, lines=False, validate=allowed_url)
    secret = fields.Text(max=120, load_default=None, validate=good_secret)
    events = fields.List(fields.String(validate=validate.OneOf(EVENTS)), load_default=lambda: list(EVENTS))
    site_ids = fields.List(fields.Id(), load_default=None, allow_none=True)


class SubscriptionView(Out):
    integration_id = fields.Id(attribute="id")
    url = fields.String()
    events = fields.List(fields.String())
    site_ids = fields.List(fields.String(), allow_none=True)
    state = fields.Choice(SubscriptionState)
    reason = fields.String(allow_none=True)
    failures = fields.Whole()
    paused_until = fields.Instant(allow_none=True)
    version = fields.Whole()
    updated_at = fields.Instant()


class DeliveryQuery(PageQuery):
    ticket_id = fields.Id()
    integration_id = fields.Id()
    state = fields.Choice(DeliveryState)
    site_id = fields.Id()


class ResendDelivery(Action):
    """Nothing but the version."""


class WebhookAttemptView(Out):
    number = fields.Whole()
    at = fields.Instant()
    result = fields.String()
    status = fields.Whole(allow_none=True)
    answer = fields.String(allow_none=True)


class DeliveryView(Out):
    id = fields.Id()
    site_id = fields.Id()
    integration_id = fields.Id()
    ticket_id = fields.Id()
    number = fields.String()
    sequence = fields.Whole()
    state = fields.Choice(DeliveryState)
    tries = fields.Whole()
    first_at = fields.Instant(allow_none=True)
    next_at = fields.Instant()
    delivered_at = fields.Instant(allow_none=True)
    status = fields.Whole(allow_none=True)
    answer = fields.String(allow_none=True)
    version = fields.Whole()


class DeliveryDetail(DeliveryView):
    body = fields.String()
    attempts = fields.List(fields.Nested(WebhookAttemptView))
