"""A step waits for an event of another service, known by a number; heard early, late or twice, it ends once (RM-4)."""

from datetime import datetime, timedelta
from decimal import Decimal

from services.intake.chronicle.queries import heard_by_number
from services.intake.procedures.announcing import announce_step
from services.intake.procedures.events import HEARD, told_by, undone_by
from services.intake.procedures.proof import refuse_early
from services.intake.procedures.queries import awaiting, ended_by, step_by_id
from services.intake.procedures.states import StepState
from services.intake.procedures.steps import ProcedureStep

from .claim_reference import claim_reference, note_taken_back, was_taken_back
from .going_on import ended, note_act, open_again
from .stopped import refuse_stopped

AGAIN = "procedure_look_again"
SOON = timedelta(seconds=60)
EARLIER = timedelta(days=30)  # who pays first and applies then


def expect_event(work, step: ProcedureStep, reference: str) -> ProcedureStep:
    """What was told before is found now; what is told at this very moment is looked for once more soon."""
    refuse_stopped(step)
    step.move("expect", work.principal, reference=reference)
    refuse_early(step)
    claim_reference(work, step.procedure, reference)
    step.reference = reference
    note_act(work, step.procedure, "expects", step, reference=reference)
    work.session.flush()
    work.timers.set(AGAIN, step.id, work.now + SOON, site_id=step.site_id)
    return look_back(work, step)


def look_back(work, step: ProcedureStep) -> ProcedureStep:
    since = step.procedure.opened_at - EARLIER
    for name in step.event["names"]:
        kind, heard = name.partition(".")[2], HEARD[name]
        for told in heard_by_number(work.session, step.site_id, kind, heard.reference, step.reference, since):
            if step.state is StepState.EXPECTED and heard.holds(told.facts):
                settle(work, step, told_by(name, told.facts, told.at, told.unit_id))
    return step


def look_again(work, step_id) -> None:
    """An event that was handled while somebody wrote the number down: neither saw the other."""
    step = step_by_id(work.session, step_id, locked=True)
    if step.state is StepState.EXPECTED and step.procedure.is_running:
        look_back(work, step)


def hear_event(work, event) -> None:
    """Of this event's number, every step that waits for it."""
    heard = HEARD[event.name]
    if not heard.holds(event.data):
        return
    for step_id in awaiting(work.session, event.site, str(event.data[heard.reference])):
        step = step_by_id(work.session, step_id, locked=True)
        waits = step.state is StepState.EXPECTED and step.procedure.is_running
        if waits and event.name in step.event["names"]:
            settle(work, step, told_by(event.name, event.data, event.data["at"], event.data.get("unit_id")))


def hear_undone(work, event) -> None:
    """A bill or a payment was taken back: what it had ended is to be done once more, whatever was done since."""
    at, numbers = event.data["at"], undone_by(event.data)
    note_taken_back(work, event.site, numbers, at)
    for step_id in ended_by(work.session, event.site, numbers):
        step = step_by_id(work.session, step_id, locked=True)
        told = (step.proof or {}).get("told") or {}
        if step.procedure.is_running and told and datetime.fromisoformat(told["at"]) <= at:
            step.move("redo", work.principal)
            open_again(work, [step], "taken_back", event.data.get("reason"))


def settle(work, step: ProcedureStep, told: dict) -> None:
    """Enough money, where money is what is waited for; too little is written down, and the step waits on."""
    fault = _fault(work, step, told)
    if fault:
        note_act(work, step.procedure, fault, step, **told)
        return
    least = _least(step)
    if least is not None and Decimal(told.get("amount", "0")) < least:
        note_act(work, step.procedure, "too_little", step, wanted=f"{least:.2f}", **told)
        return
    step.move("hear", work.principal)
    step.end(work.principal, work.now, proof={"told": told})
    announce_step(work, step)
    ended(work, step, "event_told", **told)


def _fault(work, step: ProcedureStep, told: dict) -> str | None:
    """Money of another unit pays nothing here, nor does what was taken back since."""
    unit_id = step.procedure.unit_id
    if unit_id and told.get("unit_id") not in (None, str(unit_id)):
        return "of_another_unit"
    at = datetime.fromisoformat(told["at"])
    return "was_taken_back" if was_taken_back(work.session, step.site_id, told["reference"], at) else None


def _least(step: ProcedureStep) -> Decimal | None:
    named = step.event.get("least")
    value = step.procedure.step(named["step"]).value(named["field"]) if named else None
    return Decimal(value) if value else None
