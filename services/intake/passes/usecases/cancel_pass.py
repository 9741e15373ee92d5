"""A pass ends unused: taken back by the desk, or past its time (RD-15)."""

from services.intake.chronicle.usecases import record_of_unit
from services.intake.passes.models import PassState, ReleasePass


def cancel_pass(work, held: ReleasePass, reason: str) -> ReleasePass:
    held.move("cancel", work.principal, reason=reason)
    held.ended_at, held.end_reason = work.now, reason
    work.timers.cancel("expire_release_pass", held.id)
    work.audit("release_pass.cancelled", about=held, because=reason)
    record_of_unit(work, held, "release_pass.cancelled", number=held.number, reason=reason)
    work.session.flush()
    return held


def expire_pass(work, held: ReleasePass | None) -> None:
    """When its time is over; one that was used or taken back stays what it is."""
    if held is not None and held.state in (PassState.REQUESTED, PassState.ISSUED):
        held.move("expire", work.principal)
        held.ended_at = work.now
