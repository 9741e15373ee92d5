"""Time's door: what was booked and is over took place, unless the desk said otherwise (RD-20)."""

from uuid import UUID

from shared.principal import Principal
from shared.timers import Clock

from . import usecases
from .models import Booking

clock = Clock()


@clock.timer("finish_booking")
def finish_booking(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        usecases.finish_when_due(work, work.session.get(Booking, UUID(timer.subject_id)))
