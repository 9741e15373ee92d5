"""Reading the gate's book: one thing, the lists, and who is here now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from services.intake.directory.queries import in_states, matching
from shared.errors import found

from .enquiries import EnquiryState, GateEnquiry
from .models import Visitor, VisitorState
from .parcels import Parcel

VISITOR_PAGE = (Visitor.registered_at, Visitor.id)
ENQUIRY_PAGE = (GateEnquiry.asked_at, GateEnquiry.id)
PARCEL_PAGE = (Parcel.received_at, Parcel.id)
AT_THE_GATE = (VisitorState.AT_GATE, VisitorState.CLEARED)
HERE = (*AT_THE_GATE, VisitorState.INSIDE)
WORDS = {Visitor: "visitor", GateEnquiry: "gate enquiry", Parcel: "parcel"}
UNDECIDED = (EnquiryState.ASKED, EnquiryState.APPROVED)


def one(session, model, thing_id: UUID):
    """Locked: whoever asks for it is about to take a step."""
    return found(session.scalar(select(model).where(model.id == thing_id).with_for_update()), WORDS[model])


def shown(session, model, thing_id: UUID):
    return found(session.scalar(select(model).where(model.id == thing_id)), WORDS[model])


def visitors(asked: dict):
    wanted = matching(select(Visitor), asked, Visitor, "site_id", "unit_id", "number", "badge")
    return in_states(wanted, asked, Visitor)


def enquiries(asked: dict):
    wanted = matching(select(GateEnquiry), asked, GateEnquiry, "site_id", "unit_id", "number")
    return in_states(wanted, asked, GateEnquiry)


def parcels(asked: dict):
    names = ("site_id", "unit_id", "number", "tracking", "direction")
    return in_states(matching(select(Parcel), asked, Parcel, *names), asked, Parcel)


def how_many(session, site_id: UUID, model, state) -> int:
    return session.scalar(select(func.count()).where(model.site_id == site_id, model.state == state))


def visitors_now(session, site_id: UUID) -> list[Visitor]:
    """At the gate first, then inside, then who is expected; in each the longest first."""
    states = [*HERE, VisitorState.EXPECTED]
    wanted = select(Visitor).where(Visitor.site_id == site_id, Visitor.state.in_(states))
    found = session.scalars(wanted.order_by(Visitor.registered_at, Visitor.id)).all()
    return sorted(found, key=lambda visitor: states.index(visitor.state))


def enquiries_now(session, site_id: UUID) -> list[GateEnquiry]:
    wanted = select(GateEnquiry).where(GateEnquiry.site_id == site_id, GateEnquiry.state.in_(UNDECIDED))
    return list(session.scalars(wanted.order_by(GateEnquiry.asked_at, GateEnquiry.id)))


def left_open(session, site_id: UUID) -> list[dict]:
    """At the gate what a shift may not forget: who waits or is still inside, material nobody decided on (RD-7)."""
    waits = [one for one in visitors_now(session, site_id) if one.state in HERE]
    rows = [_row("visitor", one, f"{one.name} · {one.purpose}", one.host) for one in waits]
    return rows + [_row("gate_enquiry", one, one.what, one.unit_code) for one in enquiries_now(session, site_id)]


def _row(kind: str, thing, words: str, place: str | None) -> dict:
    said = {"kind": kind, "subject_id": thing.id, "number": thing.number, "words": words[:300], "place": place}
    return {**said, "state": str(thing.state)}


def visitors_between(session, site_id: UUID, since: datetime, until: datetime) -> int:
    """How many visits came to the gate in this time (RD-9)."""
    came = func.coalesce(Visitor.asked_at, Visitor.admitted_at)
    wanted = select(func.count()).where(Visitor.site_id == site_id, came >= since, came < until)
    return session.scalar(wanted.select_from(Visitor))
