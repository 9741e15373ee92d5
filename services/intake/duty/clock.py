"""Time's door: at the hours each site set, by its own wall clock, the departments are put in mind of what is open."""

from sqlalchemy import select

from services.intake.directory.models import Site
from shared.principal import Principal
from shared.timers import Clock

from .usecases import issue_digest

clock = Clock()


@clock.every(60)
def put_to_departments(store, now) -> None:
    """Once per site and hour, however often this runs; an hour missed is caught up the same day."""
    with store.reading(None) as session:
        sites = [(site.operator_id, site.id) for site in session.scalars(select(Site).order_by(Site.id))]
    for operator_id, site_id in sites:
        with store.work(Principal.system(operator_id, site_id), now=now) as work:
            issue_digest(work, work.session.get(Site, site_id))
