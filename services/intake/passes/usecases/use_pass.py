"""At the gate: let out, which uses the pass up, or refused and why (RD-15)."""

from datetime import datetime

from services.intake.chronicle.usecases import record_of_unit
from services.intake.passes.models import PassCheck, ReleasePass
from shared.contracts.intake_gate import ReleasePassUsed
from shared.errors import Conflict
from shared.ids import new_id

from .confirm_pass import words_of


def use_pass(work, held: ReleasePass, gate: str | None = None) -> ReleasePass:
    """`held` is locked: of many guards at one moment one lets it out, the others hear who and when."""
    held.move("use", work.principal)
    _refuse_at_the_wrong_time(held, work.now)
    held.used_at = held.ended_at = work.now
    held.used_by, held.used_by_name, held.gate = work.principal.subject, work.principal.name, gate
    _note(work, held, "let_out", None, gate)
    work.timers.cancel("expire_release_pass", held.id)
    work.session.flush()
    record_of_unit(work, held, "release_pass.used", number=held.number, note=words_of(held.items))
    work.announce(
        ReleasePassUsed,
        about=held.id,
        site_id=held.site_id,
        pass_id=held.id,
        number=held.number,
        unit_id=held.unit_id,
        unit_code=held.unit_code,
        things=words_of(held.items),
        gate=gate,
        at=work.now,
    )
    return held


def refuse_pass(work, held: ReleasePass, reason: str, gate: str | None = None) -> ReleasePass:
    """What stands before the gate is not what the pass says: it stays as it is, and the desk sees why."""
    held.move("refuse", work.principal, reason=reason)
    held.updated_at = work.now
    _note(work, held, "stopped", reason, gate)
    work.session.flush()
    record_of_unit(work, held, "release_pass.refused", number=held.number, reason=reason)
    return held


def _refuse_at_the_wrong_time(held: ReleasePass, now: datetime) -> None:
    if now >= held.valid_until:
        raise Conflict("This pass has expired.", state="expired", allowed=[])
    if now < held.valid_from:
        raise Conflict("This pass does not hold yet.", state="issued", allowed=["cancel"])


def _note(work, held: ReleasePass, outcome: str, reason: str | None, gate: str | None) -> None:
    by = {"by_subject": work.principal.subject, "by_name": work.principal.name}
    scope = {"operator_id": held.operator_id, "site_id": held.site_id}
    held.checks.append(PassCheck(id=new_id(), at=work.now, outcome=outcome, reason=reason, gate=gate, **by, **scope))
