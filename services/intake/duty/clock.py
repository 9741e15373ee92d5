"""Time's door: at the hours each site set, by its own wall clock, the departments are put in mind of what is open."""

from sqlalchemy import select

from services.intake.directory.models import Site
from shared.principal import Principal
from shared.timers import Clock

from .usecases import digest_due, issue_digest

clock = Clock()


@clock.every(60)
def put_to_departments(store, now) -> None:
    """Once per site and hour, however often this runs; an hour missed is caught up the same day.

    All sites are looked at by one reading: only where an hour is due, there is work.
    """
    with store.reading(None) as session:
        sites = session.scalars(select(Site).order_by(Site.id)).all()
        due = [(site.operator_id, site.id) for site in sites if digest_due(session, site, now)]
    for operator_id, site_id in due:
        with store.work(Principal.system(operator_id, site_id), now=now) as work:
            issue_digest(work, work.session.get(Site, site_id))
