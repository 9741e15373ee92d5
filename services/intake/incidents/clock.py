"""Time's door: twice a minute each site's newest tickets are looked at for a burst (RD-17)."""

from sqlalchemy import select

from services.intake.directory.models import Site
from shared.principal import Principal
from shared.timers import Clock

from .queries import enough_came_in
from .usecases import propose_incidents

clock = Clock()


@clock.every(30)
def look_for_bursts(store, now) -> None:
    """By the clock and not at each opening: pushes arrive by hundreds, and none of them waits for this.

    All sites are looked at by one reading: only where enough came in, there is work.
    """
    with store.reading(None) as session:
        sites = session.scalars(select(Site).order_by(Site.id)).all()
        full = [(site.operator_id, site.id) for site in sites if enough_came_in(session, site, now)]
    for operator_id, site_id in full:
        with store.work(Principal.system(operator_id, site_id), now=now) as work:
            propose_incidents(work, work.session.get(Site, site_id))
