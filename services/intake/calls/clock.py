"""Time's door of calls: planned profiles come into force, and what is remembered for a while is forgotten."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from services.intake.accounts.models import Integration
from shared.principal import Principal
from shared.timers import Clock

from .editions import TIMER, put_in_force
from .models import PushSignature
from .remembered import ProfileEdition, PushedEvent, SandboxAttempt, SandboxPush
from .signatures import SWEPT_AFTER

clock = Clock()


HOUR = 3600
EVENTS_KEPT = timedelta(days=90)
SANDBOX_KEPT = timedelta(days=30)


@clock.every(60)
def sweep_push_signatures(store, now):
    """Kept as long as their time stamp could still be taken for fresh."""
    with store.work(None, now=now) as work:
        work.session.execute(delete(PushSignature).where(PushSignature.seen_at < now - SWEPT_AFTER))


@clock.every(HOUR)
def sweep_old_tries(store, now):
    """Events are known by source and id for 90 days, by their external id for ever; a sandbox forgets after 30."""
    with store.work(None, now=now) as work:
        work.session.execute(delete(PushedEvent).where(PushedEvent.seen_at < now - EVENTS_KEPT))
        work.session.execute(delete(SandboxAttempt).where(SandboxAttempt.at < now - SANDBOX_KEPT))
        work.session.execute(delete(SandboxPush).where(SandboxPush.received_at < now - SANDBOX_KEPT))


@clock.timer(TIMER)
def put_profile_in_force(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id), now=now) as work:
        edition = work.session.get(ProfileEdition, UUID(timer.subject_id))
        put_in_force(work, work.session.get(Integration, edition.integration_id))
