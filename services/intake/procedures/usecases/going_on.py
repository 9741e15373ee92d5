"""What follows from each step, whoever took it: history, deadlines, chronicle, the end when all is done (RM-1)."""

from services.intake.chronicle.usecases import record_of_unit
from services.intake.procedures.models import Procedure, ProcedureAct
from services.intake.procedures.needs import open_findings
from services.intake.procedures.states import OPEN
from services.intake.procedures.steps import ProcedureStep
from shared.ids import new_id

DUE = "procedure_step_due"


def note_act(work, procedure: Procedure, action: str, step=None, *, reason: str | None = None, **facts) -> None:
    """Into the history, which is only ever added to."""
    kept = {name: value for name, value in facts.items() if value not in (None, "", [], {})}
    about = {"procedure_id": procedure.id, "step_code": step.code if step else None, "action": action}
    by = {"by_subject": work.principal.subject[:100], "by_name": work.principal.name[:100]}
    scope = {"operator_id": procedure.operator_id, "site_id": procedure.site_id}
    work.session.add(ProcedureAct(id=new_id(), at=work.now, reason=reason, facts=kept, **about, **by, **scope))


def ended(work, step: ProcedureStep, action: str, **facts) -> ProcedureStep:
    """A step came to its end: what counts from it begins to run, and perhaps nothing is left."""
    procedure = step.procedure
    note_act(work, procedure, action, step, reason=step.reason, **facts)
    work.timers.cancel(DUE, step.id)
    for one in procedure.unfinished:
        if (one.rule.get("due") or {}).get("since") == step.code:
            one.due_at, one.overdue_at = procedure.due_of(one, work.now), None
            watch(work, [one])
    kind = {"skipped": "procedure.step_skipped"}.get(action, "procedure.step_done")
    record_of_unit(work, procedure, kind, number=procedure.number, note=step.words, reason=step.reason)
    work.session.flush()
    finish_if_done(work, procedure)
    return step


def watch(work, steps) -> None:
    """Timers for what has a deadline, with one statement."""
    rows = [(step.id, step.due_at, step.site_id, {}) for step in steps if step.due_at and step.state in OPEN]
    work.timers.set_many(DUE, rows)


def open_again(work, steps, action: str, reason: str | None) -> None:
    """These steps are to be done once more. What they showed before stays in the history."""
    for step in steps:
        facts = {"proof": step.proof, "by": step.ended_by_name, "reference": step.reference}
        note_act(work, step.procedure, action, step, reason=reason, **facts)
        step.open_again(work.now)
    watch(work, steps)
    work.session.flush()


def finish_if_done(work, procedure: Procedure) -> None:
    """The end is only when every step is done or skipped with its reason, and every notice is settled."""
    if not procedure.is_running or procedure.unfinished or open_findings(work.session, procedure.id):
        return
    procedure.move("finish", work.principal)
    procedure.ended_at = work.now
    note_act(work, procedure, "finished")
    record_of_unit(work, procedure, "procedure.finished", number=procedure.number, note=words_of(procedure))
    work.session.flush()


def words_of(procedure: Procedure) -> str:
    return f"{procedure.name['zh']} / {procedure.name['en']}"
