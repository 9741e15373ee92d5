"""Time's door: deadlines of steps and notices, and a second look for what was told at the same moment (RM-1, RM-5)."""

from uuid import UUID

from shared.principal import Principal
from shared.timers import Clock

from . import usecases
from .queries import finding_by_id, step_by_id
from .usecases.expect_event import AGAIN
from .usecases.going_on import DUE
from .usecases.write_finding import LATE

clock = Clock()


@clock.timer(DUE)
def step_falls_due(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        usecases.notice_overdue(work, step_by_id(work.session, UUID(timer.subject_id), locked=True))


@clock.timer(LATE)
def finding_falls_due(store, timer, now):
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        return usecases.escalate_finding(work, finding_by_id(work.session, UUID(timer.subject_id), locked=True))


@clock.timer(AGAIN)
def look_for_what_was_told(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        usecases.look_again(work, UUID(timer.subject_id))
