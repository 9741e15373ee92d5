"""Reading the copied places."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from .models import DEFAULT_ZONE, Site


def zone_of(session, site_id: UUID) -> str:
    """The site's time zone; that of the operator's country until the site was heard of."""
    return session.scalar(select(Site.timezone).where(Site.site_id == site_id)) or DEFAULT_ZONE


def day_at(session, site_id: UUID, now: datetime) -> date:
    """The date on the site's calendar at `now`."""
    return now.astimezone(ZoneInfo(zone_of(session, site_id))).date()
