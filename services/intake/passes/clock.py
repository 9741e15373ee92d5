"""Time's door: a pass that nobody used ends by itself (RD-15)."""

from uuid import UUID

from services.intake.passes.models import ReleasePass
from shared.principal import Principal
from shared.timers import Clock

from . import usecases

clock = Clock()


@clock.timer("expire_release_pass")
def expire_release_pass(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        usecases.expire_pass(work, work.session.get(ReleasePass, UUID(timer.subject_id)))
