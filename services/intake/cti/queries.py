"""Reading the log of calls: the list, the missed ones, and what rings at this moment (RD-2)."""

from datetime import timedelta

from sqlalchemy import and_, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from services.intake.directory.models import Site
from services.intake.tickets.models import Ticket
from services.intake.tickets.rules import read_phone
from shared.errors import found

from .models import CallState, Direction, PhoneCall, PhoneCallTicket
from .site_rules import rules_of

PAGE = (PhoneCall.first_told_at, PhoneCall.id)
RINGING_SECONDS = 120  # who is told to ring for longer has rung off, and nobody told us


def locked_call(session, line, call_id: str) -> PhoneCall:
    chosen = select(PhoneCall).where(PhoneCall.integration_id == line.integration_id)
    chosen = chosen.where(PhoneCall.site_id == line.site_id, PhoneCall.call_id == call_id)
    return session.scalars(chosen.with_for_update()).one()


def find_call(session, phone_call_id) -> PhoneCall:
    """Raises NotFound, for a call of another site too."""
    return found(session.scalar(select(PhoneCall).where(PhoneCall.id == phone_call_id)), "call")


def call_told(session, call_id: str) -> PhoneCall | None:
    """By the telephone's own id; the newest, should two platforms use the same."""
    chosen = select(PhoneCall).where(PhoneCall.call_id == call_id).order_by(PhoneCall.first_told_at.desc())
    return session.scalars(chosen.limit(1)).first()


def rang_in():
    """Of a call of which nobody told the way, it is thought so."""
    return or_(PhoneCall.direction == Direction.IN, PhoneCall.direction.is_(None))


def missed():
    return and_(PhoneCall.state == CallState.ENDED, PhoneCall.answered_at.is_(None), rang_in())


def to_call_back():
    """Missed, with a number, and since then nobody has spoken with that number."""
    later = aliased(PhoneCall)
    spoken = exists().where(
        later.number == PhoneCall.number,
        later.site_id == PhoneCall.site_id,
        later.answered_at > PhoneCall.first_told_at,
    )
    return and_(missed(), PhoneCall.number.is_not(None), ~spoken)


def without_ticket():
    """Somebody spoke with the caller, and no ticket says about what (RD-3)."""
    kept = exists().where(PhoneCallTicket.phone_call_id == PhoneCall.id)
    return and_(PhoneCall.answered_at.is_not(None), rang_in(), ~kept)


CHOSEN = {"missed": missed, "to_call_back": to_call_back, "without_ticket": without_ticket}


def asked_calls(asked: dict):
    equal = ("site_id", "state", "direction", "unit_id", "call_id", "agent")
    where = [getattr(PhoneCall, name) == asked[name] for name in equal if asked.get(name) is not None]
    where += [condition() for name, condition in CHOSEN.items() if asked.get(name)]
    if asked.get("phone"):
        where.append(PhoneCall.number == (read_phone(asked["phone"])[0] or asked["phone"]))
    if asked.get("since"):
        where.append(PhoneCall.first_told_at >= asked["since"])
    if asked.get("until"):
        where.append(PhoneCall.first_told_at < asked["until"])
    return select(PhoneCall).where(*where)


def with_tickets(session, calls: list[PhoneCall]) -> list[PhoneCall]:
    """Each with `tickets`: what came of it, as far as this reader may see it."""
    links = select(PhoneCallTicket.phone_call_id, Ticket).join(Ticket, Ticket.id == PhoneCallTicket.ticket_id)
    links = links.where(PhoneCallTicket.phone_call_id.in_([call.id for call in calls])).order_by(Ticket.number)
    found = session.execute(links).all()
    for call in calls:
        call.tickets = [ticket for phone_call_id, ticket in found if phone_call_id == call.id]
    return calls


def ringing_calls(session, now) -> list[PhoneCall]:
    """What rings in at this moment, the latest first."""
    chosen = select(PhoneCall).where(PhoneCall.state == CallState.RINGING, PhoneCall.direction == Direction.IN)
    chosen = chosen.where(PhoneCall.first_told_at > now - timedelta(seconds=RINGING_SECONDS))
    return list(session.scalars(chosen.order_by(PhoneCall.first_told_at.desc()).limit(3)))


def answer_figures(session, asked: dict, sites: list[Site]) -> dict:
    """How many rang in, were answered, and were answered within three rings as each site counts them."""
    called = asked_calls(asked).where(PhoneCall.direction == Direction.IN).subquery().c
    longest = {site.id: rules_of(site).rings_seconds for site in sites}
    in_time = [and_(called.site_id == own, called.answer_seconds <= most) for own, most in longest.items()]
    counted = select(
        func.count(called.id).label("rang"),
        func.count(called.answered_at).label("answered"),
        func.count(case((or_(false(), *in_time), 1))).label("within_rings"),
    )
    return dict(session.execute(counted).mappings().one())
