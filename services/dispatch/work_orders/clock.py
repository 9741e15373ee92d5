"""Time at the door of work orders: a wait whose next date came is not left lying (RW-5)."""

from uuid import UUID

from shared.principal import Principal
from shared.timers import Clock

from . import usecases
from .usecases.hold_order import NEXT_DATE

clock = Clock()


@clock.timer(NEXT_DATE)
def recall_order(store, timer, now):
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        usecases.recall_order(work, UUID(timer.subject_id))
