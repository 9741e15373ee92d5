"""What the other rooms ask about places: a site's zone and name, a unit's name."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from .models import Site, Unit


def find_site(session, site_id: UUID) -> Site | None:
    return session.scalar(select(Site).where(Site.id == site_id))


def site_names(session) -> list[dict[str, str]]:
    """The names of the sites this person works at."""
    return list(session.scalars(select(Site.name).order_by(Site.code)))


def find_unit(session, unit_id: UUID) -> Unit | None:
    return session.scalar(select(Unit).where(Unit.id == unit_id))


def zone_of(work, site_id: UUID) -> str:
    """The site's time zone; the house's own while the site has not been announced yet."""
    known = work.session.scalar(select(Site.timezone).where(Site.id == site_id))
    return known or work.store.settings.home_zone


def day_at(work, site_id: UUID, moment: datetime) -> date:
    """The date on the wall of the site at `moment`."""
    return moment.astimezone(ZoneInfo(zone_of(work, site_id))).date()
