"""The same violation again and again gets an action: cause, responsibility, measure, check of effect (RM-7)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from services.intake.procedures.corrective import ActionState, CorrectiveAction
from services.intake.procedures.findings import Finding, FindingKind, FindingState
from services.intake.procedures.site_rules import rules_of
from shared.ids import new_id
from shared.storage.statements import insert_into


def open_if_repeated(work, site, category: str) -> None:
    """Once per site and violation, however many people write the next notice at the same moment."""
    rules = rules_of(site)
    since = work.now - timedelta(days=rules["repeated_days"])
    same = select(Finding.number).where(Finding.site_id == site.id, Finding.category == category)
    same = same.where(Finding.kind == FindingKind.VIOLATION, Finding.found_at > since)
    same = same.where(Finding.state != FindingState.WITHDRAWN).order_by(Finding.number)
    alive = select(CorrectiveAction).where(CorrectiveAction.site_id == site.id, CorrectiveAction.category == category)
    known = work.session.scalar(alive.where(CorrectiveAction.state != ActionState.EFFECTIVE))
    judged = work.session.scalar(alive.order_by(CorrectiveAction.closed_at.desc()).limit(1))
    if judged is not None and judged.closed_at is not None:
        same = same.where(Finding.found_at > judged.closed_at)
    numbers = list(work.session.scalars(same))
    if known is not None or len(numbers) < rules["repeated_times"]:
        return
    row = {
        "id": new_id(),
        "operator_id": site.operator_id,
        "site_id": site.id,
        "number": work.number("CA", site.id, zone=site.timezone),
        "state": ActionState.OPEN,
        "category": category,
        "numbers": numbers,
        "opened_at": work.now,
        "version": 1,
        "created_at": work.now,
        "updated_at": work.now,
    }
    work.session.execute(insert_into(work.session, CorrectiveAction).values([row]).on_conflict_do_nothing())


def plan_action(
    work, action: CorrectiveAction, cause: str, responsible: str, measure: str, due_at: datetime
) -> CorrectiveAction:
    planned = {"cause": cause, "responsible": responsible, "measure": measure, "due_at": due_at}
    action.move("plan", work.principal, **planned)
    for name, value in planned.items():
        setattr(action, name, value)
    return _kept(work, action, "corrective_action.planned", None)


def carry_out_action(work, action: CorrectiveAction, note: str) -> CorrectiveAction:
    action.move("carry-out", work.principal, note=note)
    action.result = note
    return _kept(work, action, "corrective_action.carried_out", note)


def confirm_action(work, action: CorrectiveAction, note: str) -> CorrectiveAction:
    """It helped: the next time the same happens so often is a new matter."""
    action.move("confirm", work.principal, note=note)
    action.reason, action.closed_at, action.closed_by_name = note[:500], work.now, work.principal.name
    return _kept(work, action, "corrective_action.confirmed", note)


def reject_action(work, action: CorrectiveAction, reason: str) -> CorrectiveAction:
    action.move("reject", work.principal, reason=reason)
    action.reason = reason
    return _kept(work, action, "corrective_action.rejected", reason)


def _kept(work, action: CorrectiveAction, said: str, because: str | None) -> CorrectiveAction:
    work.audit(said, about=action, after={"number": action.number, "state": str(action.state)}, because=because)
    work.session.flush()
    return action
