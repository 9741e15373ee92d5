"""Messages as they are shown: addresses only to those who may have to phone."""

from marshmallow import post_dump

from shared.masking import mask_name
from shared.web import fields
from shared.web.current import principal
from shared.web.schemas import Action, Out, PageQuery

from .models import MessageState
from .rules import shown

PHONES = ("desk", "night_duty", "supervisor", "manager")


class MessageQuery(PageQuery):
    ticket_id = fields.Id()
    state = fields.Choice(MessageState)
    kind = fields.Text(max=64)
    recipient = fields.Text(max=100, metadata={"description": "person:<id>, caller:<ticket>, unit:<id>, role:<name>"})
    site_id = fields.Id()


class ResendMessage(Action):
    """Nothing but the version."""


class AttemptView(Out):
    number = fields.Whole()
    channel = fields.String()
    started_at = fields.Instant()
    ended_at = fields.Instant(allow_none=True)
    result = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    status = fields.Whole(allow_none=True)


class MessageView(Out):
    id = fields.Id()
    site_id = fields.Id()
    kind = fields.String()
    recipient = fields.String()
    name = fields.String(allow_none=True)
    to = fields.String()
    ticket_id = fields.Id(allow_none=True)
    language = fields.String()
    channel = fields.String(allow_none=True)
    channels = fields.List(fields.String())
    state = fields.Choice(MessageState)
    reason = fields.String(allow_none=True)
    urgent = fields.Flag()
    tries = fields.Whole()
    next_at = fields.Instant(allow_none=True)
    subject = fields.String(allow_none=True)
    body = fields.String(allow_none=True)
    created_at = fields.Instant()
    delivered_at = fields.Instant(allow_none=True)
    version = fields.Whole()

    @post_dump(pass_original=True)
    def hide(self, said: dict, message, **_options) -> dict:
        """Numbers, addresses and names whole only for roles that need them at this site (RF-6)."""
        known = {"phone": message.phone, "email": message.email}
        said["to"] = shown(message.channel, **known, recipient=message.recipient)
        if principal().may(message.site_id, *PHONES):
            said["to"] = message.address or message.phone or message.email or message.recipient
        else:
            said["name"] = mask_name(message.name)
            said["body"] = None if message.name and message.name in (message.body or "") else message.body
        return said


class MessageDetail(MessageView):
    attempts = fields.List(fields.Nested(AttemptView))
