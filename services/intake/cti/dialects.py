"""The two ways a telephone tells of a call: the generic CTI form, as Zammad documents it, and our own JSON."""

from dataclasses import dataclass, field
from datetime import datetime

from marshmallow import ValidationError

from services.intake.tickets.rules import read_phone
from shared.errors import BadInput
from shared.web import fields
from shared.web.schemas import In

from .models import CallState, Direction

EVENTS = {"newCall": CallState.RINGING, "answer": CallState.ANSWERED, "hangup": CallState.ENDED}
CAUSES = ("normalClearing", "busy", "cancel", "noAnswer", "congestion", "notFound", "forwarded")


@dataclass(frozen=True)
class Told:
    """One thing told of one call. `at` is None where the telephone says no time: then it is when we heard it."""

    call_id: str
    state: CallState
    direction: Direction | None = None
    ani: str | None = None
    dnis: str | None = None
    queue: str | None = None
    agent: str | None = None
    agent_number: str | None = None
    rung: list = field(default_factory=list)
    cause: str | None = None
    recording_url: str | None = None
    at: datetime | None = None

    def facts(self) -> dict:
        """As the log of events keeps it."""
        return {name: value for name, value in vars(self).items() if value and name not in ("call_id", "state", "at")}

    def number(self) -> str | None:
        """The number at the other end, as it was given."""
        return self.dnis if self.direction == Direction.OUT else self.ani

    def known_number(self) -> str | None:
        """The same in the one form machines compare; none for `anonymous`."""
        said = self.number()
        whole = said and said.isdecimal() and len(said) > 11  # 8613812345521, as exchanges say it
        return read_phone(f"+{said}" if whole else said)[0]


class PhoneEventGiven(In):
    """Our own JSON: what happened to a call."""

    call_id = fields.Text(required=True, max=250)
    state = fields.Choice(CallState, required=True)
    direction = fields.Choice(Direction)
    ani = fields.Text(max=64)
    dnis = fields.Text(max=64)
    queue = fields.Text(max=100)
    agent = fields.Text(max=100)
    agent_number = fields.Text(max=64)
    cause = fields.Text(max=32)
    recording_url = fields.Text(max=2000, lines=False, validate=fields.Length(max=2000))
    at = fields.Instant()


class FormEvent(In):
    """The form of the generic CTI dialect; `user[]` is read apart."""

    event = fields.String(required=True, validate=fields.OneOf(list(EVENTS)))
    callId = fields.Text(required=True, max=250)  # noqa: N815  the dialect's own spelling
    from_ = fields.Text(max=64, data_key="from")
    to = fields.Text(max=64)
    direction = fields.Choice(Direction)
    user = fields.Text(max=100)
    answeringNumber = fields.Text(max=64)  # noqa: N815
    cause = fields.String(validate=fields.OneOf(CAUSES))
    queue = fields.Text(max=100)


def read_event(body) -> Told:
    """Raises ValidationError naming each field that is not right."""
    said = PhoneEventGiven().load(body if isinstance(body, dict) else {})
    if not said.get("recording_url", "https://").startswith(("https://", "http://")):
        raise ValidationError("An address that begins with https:// is expected.", "recording_url")
    return Told(**said)


def read_form(form) -> Told:
    """`user` comes once, or as `user[]` several times; what the dialect does not name is let be."""
    known = {held.data_key or name for name, held in FormEvent().fields.items()}
    said = {name: value.strip() for name, value in form.items() if name in known and value.strip()}
    users = [user.strip()[:100] for user in form.getlist("user[]") if user.strip()]
    if len(users) > 100:
        raise BadInput("A call rings at a hundred people at most.", errors={"user[]": ["At most 100."]})
    said = FormEvent().load(said)
    agent = said.get("user") or (users[0] if len(users) == 1 and said["event"] == "answer" else None)
    ringing = said["event"] == "newCall"
    return Told(
        call_id=said["callId"],
        state=EVENTS[said["event"]],
        direction=said.get("direction"),
        ani=said.get("from_"),
        dnis=said.get("to"),
        queue=said.get("queue"),
        agent=None if ringing and said.get("direction") == Direction.IN else agent,
        agent_number=said.get("answeringNumber"),
        rung=users or ([agent] if ringing and agent else []),
        cause=said.get("cause"),
    )
