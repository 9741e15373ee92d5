"""Reading the duty log, the shifts, and what goes from one to the next."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import departments
from shared.errors import found

from .figures import day_of, figures_of
from .gate import Handover
from .models import DayReport, DutyDigest, DutyEntry, DutyShift, ShiftState

PAGE = (DutyEntry.at, DutyEntry.id)


def entry_by_id(session, entry_id: UUID) -> DutyEntry:
    return found(session.scalar(select(DutyEntry).where(DutyEntry.id == entry_id)), "entry of the duty log")


def handover_by_id(session, handover_id: UUID, *, locked: bool = False) -> Handover:
    """`locked` for whoever takes a step: of two at the same moment the second goes on from what the first left."""
    wanted = select(Handover).where(Handover.id == handover_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "handover")


def report_by_id(session, report_id: UUID) -> DayReport:
    return found(session.scalar(select(DayReport).where(DayReport.id == report_id)), "day report")


def _same(model, asked: dict, *names: str):
    return select(model).filter_by(**{name: asked[name] for name in names if asked.get(name) is not None})


def entries(asked: dict):
    """The log as it was asked for."""
    wanted = _same(DutyEntry, asked, "site_id", "kind", "corrects_id", "unit_id", "shift_id", "number")
    where = []
    if asked.get("since"):
        where.append(DutyEntry.at >= asked["since"])
    if asked.get("until"):
        where.append(DutyEntry.at < asked["until"])
    if asked.get("text"):
        where.append(DutyEntry.text.icontains(asked["text"], autoescape=True))
    return wanted.where(*where)


def on_duty(session, site_id: UUID, *, locked: bool = False) -> DutyShift | None:
    """The one shift that is in charge; `locked` for whoever is about to change that."""
    wanted = select(DutyShift).where(DutyShift.site_id == site_id, DutyShift.state == ShiftState.ON_DUTY)
    return session.scalar(wanted.with_for_update() if locked else wanted)


def handovers(asked: dict):
    return _same(Handover, asked, "site_id", "state", "shift_id")


def under_way(session, shift: DutyShift | None) -> Handover | None:
    if shift is None:
        return None
    wanted = select(Handover).where(Handover.shift_id == shift.id, Handover.state.in_(("drawn", "handed_out")))
    return session.scalar(wanted)


def last_report(session, site_id: UUID) -> DayReport | None:
    wanted = select(DayReport).where(DayReport.site_id == site_id).order_by(DayReport.until.desc())
    return session.scalar(wanted.limit(1))


def reports(asked: dict):
    return _same(DayReport, asked, "site_id", "day")


def draft_of(session, site, now: datetime) -> dict:
    """The report as it would be sent now: from where the last one ended, so that no hour is in none (RD-9)."""
    before = last_report(session, site.id)
    since = before.until if before else day_of(site, now)[0]
    return {"since": since, "until": now, "figures": figures_of(session, site.id, since, now, now), "sent": before}


def digests(asked: dict):
    return _same(DutyDigest, asked, "site_id", "day", "slot")


def names_of_departments(session, site_id: UUID) -> dict[str, dict]:
    return {one.code: one.name for one in session.scalars(departments(site_id))}
