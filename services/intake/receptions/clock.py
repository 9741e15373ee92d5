"""Time's door: half an hour before the guests come, and every round of service (RD-19)."""

from uuid import UUID

from shared.principal import Principal
from shared.timers import Clock

from . import usecases
from .models import Reception

clock = Clock()


@clock.timer("reception_check")
def reception_check(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        usecases.remind_of_check(work, work.session.get(Reception, UUID(timer.subject_id)))


@clock.timer("reception_round")
def reception_round(store, timer, now):
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        return usecases.remind_of_round(work, work.session.get(Reception, UUID(timer.subject_id)))
