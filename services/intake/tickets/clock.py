"""Time's door of tickets: what was declined and nobody took on goes one step further up (RD-6)."""

from uuid import UUID

from shared.principal import Principal
from shared.timers import Clock

from .usecases.report_decline import TIMER, report_further

clock = Clock()


@clock.timer(TIMER)
def report_decline(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        report_further(work, UUID(timer.subject_id))
