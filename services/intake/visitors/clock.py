"""Time's door: who never came, and parcels that nobody collects (RD-11, RD-14)."""

from uuid import UUID

from shared.principal import Principal
from shared.timers import Clock

from . import usecases
from .models import Visitor
from .parcels import Parcel

clock = Clock()


@clock.timer("miss_visitor")
def miss_visitor(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        usecases.miss_visit(work, work.session.get(Visitor, UUID(timer.subject_id)))


@clock.timer("chase_parcel")
def chase_parcel(store, timer, now):
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        return usecases.chase_when_due(work, work.session.get(Parcel, UUID(timer.subject_id)))
