"""Write messages down, any number at once, in the transaction of the event that causes them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from services.notify import channels
from services.notify.messages import recipients
from services.notify.messages.models import Message, MessageState
from services.notify.messages.rules import SILENT, channel_order
from services.notify.places.usecases import find_site
from services.notify.templates.kinds import KINDS
from services.notify.templates.queries import Texts
from services.notify.tickets.models import Ticket
from shared.ids import new_id

from .record_answer import confirm_delivery

TIMER = "deliver_message"


@dataclass(frozen=True)
class Letter:
    """What is to be told: because of which event, about which ticket or unit, with which facts."""

    origin_id: UUID
    kind: str
    ticket: Ticket | None = None
    unit_id: UUID | None = None
    words: dict = field(default_factory=dict)


def queue_messages(work, site_id: UUID, letters: list[Letter]) -> list[Message]:
    """Each letter once per recipient, whatever comes twice (RV-5)."""
    told = _told_already(work.session, {letter.origin_id for letter in letters})
    tickets, units = [x.ticket for x in letters if x.ticket], {x.unit_id for x in letters if x.unit_id}
    directory = recipients.Directory(work.session, tickets=tickets, units=units)
    site = find_site(work.session, site_id)
    fresh = []
    for letter in letters:
        for recipient in _whom(letter, directory):
            key = (letter.origin_id, recipient.key, letter.kind)
            if key not in told:
                told.add(key)
                fresh.append(_write(work, site, letter, recipient))
    _send_off(work, site, fresh)
    work.session.add_all(fresh)  # last, so that each is written once, with the state it has by now
    return fresh


def _told_already(session, origins: set[UUID]) -> set[tuple]:
    columns = (Message.origin_id, Message.recipient, Message.kind)
    return {tuple(row) for row in session.execute(select(*columns).where(Message.origin_id.in_(origins)))}


def _whom(letter: Letter, directory) -> list[recipients.Recipient]:
    roles = KINDS[letter.kind].roles
    if roles:
        return [recipients.staff(role) for role in roles]
    if letter.ticket:
        return [directory.caller(letter.ticket)]
    return [directory.owner(letter.unit_id) if KINDS[letter.kind].owner else directory.payer(letter.unit_id)]


def _write(work, site, letter: Letter, to: recipients.Recipient) -> Message:
    ticket = letter.ticket
    about = {"number": ticket.number, "category": ticket.category_name, "place": ticket.place} if ticket else {}
    usable = ("in_app",) if to.staff else channels.configured(work.store.settings)
    order = channel_order(to.channels, phone=to.phone, email=to.email, usable=usable)
    message = Message(
        id=new_id(),
        site_id=site.id,
        origin_id=letter.origin_id,
        kind=letter.kind,
        recipient=to.key,
        ticket_id=ticket.id if ticket else None,
        person_id=to.person_id,
        name=to.name,
        phone=to.phone,
        email=to.email,
        language=to.language,
        urgent=bool(ticket and ticket.emergency),
        words={**about, "site": site.name, "name": to.name, **_on_the_wall(letter.words, site)},
        channels=order,
        channel=order[0] if order else None,
        created_at=work.now,
        updated_at=work.now,
        state=MessageState.QUEUED,
    )
    if why := _hindrance(to, order):
        message.move("suppress", work.principal, reason=why)
    return message


def _on_the_wall(words: dict, site) -> dict:
    """A moment is told as the clock of the site shows it."""
    zone = ZoneInfo(site.timezone)
    moments = {name: said for name, said in words.items() if isinstance(said, datetime)}
    return words | {name: f"{said.astimezone(zone):%Y-%m-%d %H:%M}" for name, said in moments.items()}


def _hindrance(to: recipients.Recipient, order: list[str]) -> str | None:
    """Why somebody is not told at all; the message is kept, so that it can be seen that they were not."""
    if to.opted_out:
        return "They asked not to be told."
    if not to.reachable or not order:
        return "Nobody left a number or address."
    return None


def _send_off(work, site, messages: list[Message]) -> None:
    """What is read in the app is delivered by being there; everything else waits for the clock, outside of this."""
    waiting = [m for m in messages if m.state == MessageState.QUEUED]
    here = [m for m in waiting if m.channel in SILENT]
    texts = Texts(work.session, {m.kind for m in here}) if here else None
    for message in here:
        text = texts.pick(message.kind, message.channel, message.language, site.id).say(message.words, message.language)
        message.subject, message.body = text.subject, text.body
        message.tries = message.channel_tries = 1
        confirm_delivery(work, message)
    outside = [m for m in waiting if m.state == MessageState.QUEUED]
    work.timers.set_many(TIMER, [(m.id, work.now, site.id, {}) for m in outside])
