"""Time's door: a slip that nobody answered in time, and the summary of each week (RD-12)."""

from uuid import UUID

from sqlalchemy import select

from services.intake.directory.models import Site
from shared.principal import Principal
from shared.timers import Clock

from . import usecases
from .models import Slip

clock = Clock()


@clock.timer("slip_overdue")
def slip_overdue(store, timer, now) -> None:
    with store.work(Principal.system(timer.operator_id, timer.site_id), now=now) as work:
        usecases.tell_overdue(work, work.session.get(Slip, UUID(timer.subject_id)))


@clock.every(600)
def sum_up_slips(store, now) -> None:
    """Once per site and week, however often this runs; a week is made up for until the next one is due."""
    with store.reading(None) as session:
        sites = session.scalars(select(Site).order_by(Site.id)).all()
        due = [(site.operator_id, site.id) for site in sites if usecases.summary_due(session, site, now)]
    for operator_id, site_id in due:
        with store.work(Principal.system(operator_id, site_id), now=now) as work:
            usecases.issue_summary(work, work.session.get(Site, site_id))
