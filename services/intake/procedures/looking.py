"""Who looked when: patrols of the works each day, records of move-in each month, and what is missing (RM-3, RM-5)."""

from datetime import UTC, datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from .findings import ProcedureCheck
from .models import Procedure, ProcedureState
from .site_rules import rules_of
from .states import OPEN, StepState
from .steps import ProcedureStep


def works_running(session, site_id) -> list[Procedure]:
    """Renovations between the permit and the end of the works."""
    permitted = select(ProcedureStep.procedure_id).where(
        ProcedureStep.code == "permit", ProcedureStep.state == StepState.DONE
    )
    going_on = select(ProcedureStep.procedure_id).where(
        ProcedureStep.code == "works_done", ProcedureStep.state.in_(OPEN)
    )
    wanted = select(Procedure).where(Procedure.site_id == site_id, Procedure.kind == "renovation")
    wanted = wanted.where(Procedure.state == ProcedureState.RUNNING, Procedure.id.in_(permitted))
    return list(session.scalars(wanted.where(Procedure.id.in_(going_on)).order_by(Procedure.number)))


def patrols_of_day(session, site, now: datetime) -> dict:
    """How often each of the site's works was patrolled today."""
    begin = _midnight(site, site.date_at(now))
    counted = select(ProcedureCheck.procedure_id, func.count()).where(
        ProcedureCheck.site_id == site.id, ProcedureCheck.kind == "patrol", ProcedureCheck.at >= begin
    )
    return dict(session.execute(counted.group_by(ProcedureCheck.procedure_id)).all())


def works_not_patrolled(session, site, now: datetime) -> list[tuple[Procedure, int, int]]:
    """After the hour at which a day's patrols should be done: (renovation, done, wanted) where some are missing."""
    rules = rules_of(site)
    local = now.astimezone(ZoneInfo(site.timezone))
    if f"{local:%H:%M}" < rules["patrol_by"]:
        return []
    done, wanted = patrols_of_day(session, site, now), rules["patrols_per_day"]
    works = works_running(session, site.id)
    return [(one, done.get(one.id, 0), wanted) for one in works if done.get(one.id, 0) < wanted]


def record_checks(session, site, now: datetime) -> SimpleNamespace:
    """Looks at move-in records this month: wanted, done, missing. More are wanted while a building moves in at once."""
    rules, first = rules_of(site), site.date_at(now).replace(day=1)
    bulk = select(Procedure.id).where(
        Procedure.site_id == site.id,
        Procedure.kind == "move_in",
        Procedure.state == ProcedureState.RUNNING,
        Procedure.batch_id.is_not(None),
    )
    wanted = rules["record_checks_bulk" if session.scalar(bulk.limit(1)) else "record_checks"]
    counted = select(func.count()).where(
        ProcedureCheck.site_id == site.id, ProcedureCheck.kind == "records", ProcedureCheck.at >= _midnight(site, first)
    )
    done = session.scalar(counted)
    return SimpleNamespace(month=first, wanted=wanted, done=done, missing=max(0, wanted - done))


def ended_between(session, site_id, since: datetime, until: datetime) -> dict[str, int]:
    """For the wall board: who moved in, which works were permitted and which came to their end (RD-10)."""
    ended = select(Procedure.kind, func.count()).where(
        Procedure.site_id == site_id,
        Procedure.state == ProcedureState.FINISHED,
        Procedure.ended_at >= since,
        Procedure.ended_at < until,
    )
    counted = dict(session.execute(ended.group_by(Procedure.kind)).all())
    permitted = select(func.count()).where(
        ProcedureStep.site_id == site_id,
        ProcedureStep.code == "permit",
        ProcedureStep.state == StepState.DONE,
        ProcedureStep.ended_at >= since,
        ProcedureStep.ended_at < until,
    )
    said = {"moved_in": counted.get("move_in", 0), "renovations_ended": counted.get("renovation", 0)}
    return {**said, "renovations_permitted": session.scalar(permitted)}


def _midnight(site, day) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(site.timezone)).astimezone(UTC)
