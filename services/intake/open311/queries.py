"""Finding requests as GeoReport asks for them, and who may see which of them (RF-6).

Who sends an integration's key sees what that integration sent, whole. Everybody else sees what came by this door about
public places, with the words masked; of other requests, to those who know the id, only how far they have come.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from services.intake.tickets.models import Ticket
from services.intake.tickets.states import ENDED, LIVE, TicketKind, TicketState
from shared.masking import mask_text

from .definitions import read_instant
from .models import Open311Request
from .refusals import bad, missing

STATES = {"open": LIVE, "closed": ENDED}
NOTES = {
    "open": "open", "dispatched": "action_scheduled", "in_progress": "in_progress", "waiting": "planned",
    "resolved": "fixed", "closed": "closed", "cancelled": "cancelled", "declined": "no_further_action",
    "merged": "duplicate",
}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """`integration_id` of whose key was sent; None is anybody."""

    integration_id: UUID | None = None

    def owns(self, ticket) -> bool:
        return self.integration_id is not None and ticket.integration_id == self.integration_id

    def seen(self):
        public = (Open311Request.ticket_id.is_not(None)) & (Ticket.kind == TicketKind.REPAIR_PUBLIC)
        public = public & or_(Open311Request.reviewed, Ticket.owner_id.is_not(None), Ticket.state != TicketState.OPEN)
        return public if self.integration_id is None else or_(public, Ticket.integration_id == self.integration_id)


def requests_of(site):
    joined = select(Ticket, Open311Request).outerjoin(Open311Request, Open311Request.ticket_id == Ticket.id)
    return joined.where(Ticket.site_id == site.id)


def find_requests(session, site, rules, reader: Reader, asked: dict, now) -> list[tuple]:
    """Newest first. Raises Refusal for words that cannot be read."""
    if asked.get("service_request_id"):
        return requests_by_id(session, site, reader, asked["service_request_id"])
    chosen = requests_of(site).where(reader.seen(), *asked_for(asked, rules, now))
    size = whole(asked.get("page_size"), "page_size", rules.most_rows)
    page = whole(asked.get("page"), "page", 1, most=100_000)
    chosen = chosen.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).limit(size).offset((page - 1) * size)
    return [tuple(row) for row in session.execute(chosen)]


def requests_by_id(session, site, reader: Reader, said: str) -> list[tuple]:
    """A list of ids overrides everything else; what is not there is left out."""
    ids = [found for one in said.split(",")[:1000] if (found := id_of(one.strip()))]
    chosen = requests_of(site).where(Ticket.id.in_(ids), or_(reader.seen(), Open311Request.ticket_id.is_not(None)))
    found = [tuple(row) for row in session.execute(chosen)]
    return [(ticket, facts) for ticket, facts in found if reader.owns(ticket) or told(ticket, facts)]


def find_request(session, site, reader: Reader, said: str) -> tuple:
    found = requests_by_id(session, site, reader, said) if id_of(said) else []
    if not found:
        raise missing("The service_request_id")
    return found[0]


def find_token(session, site, token: str) -> tuple:
    chosen = requests_of(site).where(Open311Request.token == token[:64])
    found = session.execute(chosen).first()
    if found is None:
        raise missing("The token")
    return tuple(found)


def told(ticket, facts) -> bool:
    """Whether the id of a request may be told: at once, or after somebody of the desk took it."""
    return facts.reviewed or ticket.owner_id is not None or ticket.state != "open"


def id_of(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def asked_for(asked: dict, rules, now) -> list:
    since, until = asked_days(asked, rules, now)
    where = [Ticket.opened_at >= since, Ticket.opened_at <= until]
    if asked.get("service_code"):
        where.append(Ticket.category.in_(asked["service_code"].split(",")))
    if asked.get("status"):
        said = {word.strip() for word in asked["status"].split(",")}
        if said - STATES.keys():
            raise bad("status: open, closed, or both with a comma are expected.")
        where.append(Ticket.state.in_([state for word in said for state in STATES[word]]))
    return where


def asked_days(asked: dict, rules, now):
    """From when to when; one end alone takes the other as far away as is allowed."""
    most = timedelta(days=rules.most_days)
    since = read_instant(asked["start_date"], "start_date") if asked.get("start_date") else None
    until = read_instant(asked["end_date"], "end_date") if asked.get("end_date") else None
    until = until or (min(since + most, now) if since else now)
    since = since or until - most
    if until - since > most:
        raise bad(f"start_date and end_date may be {rules.most_days} days apart at most.")
    return since, until


def whole(said: str | None, name: str, otherwise: int, most: int | None = None) -> int:
    if not said:
        return otherwise
    if not said.isascii() or not said.isdecimal() or len(said) > 6 or int(said) < 1:
        raise bad(f"{name}: a whole number from 1 is expected.")
    return min(int(said), most or otherwise)


def request_view(ticket, facts, reader: Reader, site) -> dict:
    """A request as GeoReport writes it. Who it was, is told to nobody here."""
    own, public = reader.owns(ticket), ticket.kind == TicketKind.REPAIR_PUBLIC
    words = (facts.description if facts else ticket.description) or ""
    address = (facts.address if facts else None) or ticket.public_place
    reason = ticket.end_reason or ticket.waiting_reason
    notes = NOTES[str(ticket.state)] + (f": {reason}" if reason and own else "")
    return {
        "service_request_id": ticket.id,
        "status": "closed" if ticket.ended else "open",
        "status_notes": notes,
        "service_name": name_of(ticket.category_name),
        "service_code": ticket.category,
        "description": words if own else mask_text(words) if public else None,
        "agency_responsible": f"{site.name_zh} {site.name_en}",
        "service_notice": f"No. {ticket.number}" if own else None,
        "requested_datetime": ticket.opened_at,
        "updated_datetime": ticket.updated_at,
        "expected_datetime": ticket.due_at,
        "address": address if own or public else None,
        "address_id": ticket.unit_code if own else None,
        "zipcode": None,
        "lat": facts.lat if facts and (own or public) else None,
        "long": facts.long if facts and (own or public) else None,
        "media_url": facts.media_url if facts and own else None,
    }


def name_of(names: dict | None) -> str | None:
    return f"{names['zh']} {names['en']}" if names else None
