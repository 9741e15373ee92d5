"""Time's door: what is not back by closing time is chased the same day (RF-4)."""

from services.intake.directory.models import Site
from shared.principal import Principal
from shared.timers import Clock

from .queries import sites_to_chase
from .usecases import chase_loans

clock = Clock()


@clock.every(300)
def chase_keys(store, now) -> None:
    """All sites are looked at by one reading: only where something is late, there is work."""
    with store.reading(None) as session:
        due = sites_to_chase(session, now)
    for operator_id, site_id in due:
        with store.work(Principal.system(operator_id, site_id), now=now) as work:
            chase_loans(work, work.session.get(Site, site_id))
