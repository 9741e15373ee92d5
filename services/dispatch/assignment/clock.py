"""Time at the door of assignment: what nobody could take is offered again."""

from uuid import UUID

from shared.principal import Principal
from shared.timers import Clock

from . import usecases
from .usecases.assign_orders import AGAIN

clock = Clock()


@clock.timer(AGAIN)
def assign_again(store, timer, now):
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        return usecases.assign_again(work, UUID(timer.subject_id))
