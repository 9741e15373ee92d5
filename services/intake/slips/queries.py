"""Reading slips: one, the lists, those due in a week."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import in_states, matching
from shared.errors import found

from .models import OPEN, Slip, SlipState, SlipSummary

PAGE = (Slip.sent_at, Slip.id)


def slip_by_id(session, slip_id: UUID, *, locked: bool = False) -> Slip:
    wanted = select(Slip).where(Slip.id == slip_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "slip")


def slips(asked: dict, now: datetime):
    names = ("site_id", "to_department", "from_department", "number", "unit_id")
    wanted = in_states(matching(select(Slip), asked, Slip, *names), asked, Slip)
    return wanted.where(Slip.state.in_(OPEN), Slip.due_at < now) if asked.get("overdue") else wanted


def due_between(session, site_id: UUID, since: datetime, until: datetime) -> list[Slip]:
    wanted = select(Slip).where(Slip.site_id == site_id, Slip.due_at >= since, Slip.due_at < until)
    return list(session.scalars(wanted.where(Slip.state != SlipState.WITHDRAWN).order_by(Slip.due_at, Slip.id)))


def left_open(session, site_id: UUID) -> list[dict]:
    """What a shift hands over: nothing is closed before the sender says so (RD-7)."""
    ended = (SlipState.CLOSED, SlipState.WITHDRAWN)
    wanted = select(Slip).where(Slip.site_id == site_id, Slip.state.not_in(ended)).order_by(Slip.due_at, Slip.id)
    return [
        {"kind": "slip", "subject_id": slip.id, "number": slip.number, "words": slip.subject, "place": slip.unit_code}
        | {"state": str(slip.state), "due_at": slip.due_at}
        for slip in session.scalars(wanted)
    ]


def summaries(asked: dict):
    return matching(select(SlipSummary), asked, SlipSummary, "site_id", "week")
