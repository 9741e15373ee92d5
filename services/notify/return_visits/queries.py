"""Looking at return visits: the due list and the sheet of one visit."""

from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from services.notify.places.models import Site
from services.notify.places.rules import end_of_day
from services.notify.tickets.models import Ticket

from . import rules
from .models import OPEN, ReturnVisit, VisitAttempt

FILTERS = ("state", "ticket_id", "site_id")


def list_visits(session, asked: dict, now: datetime) -> Select:
    """`due=now`: may be tried at this moment; `today`: must be done by tonight at the site; `overdue`; `all` open."""
    wanted = select(ReturnVisit).filter_by(**{name: asked[name] for name in FILTERS if name in asked})
    if "due" not in asked:
        return wanted
    wanted = wanted.where(ReturnVisit.state.in_(OPEN))
    limits = {
        "now": lambda: ReturnVisit.next_at <= now,
        "today": lambda: _due_today(session, now),
        "overdue": lambda: ReturnVisit.due_at < now,
    }
    return wanted.where(limits[asked["due"]]()) if asked["due"] in limits else wanted


def _due_today(session, now: datetime):
    """Today ends at another instant at each site."""
    sites = session.execute(select(Site.id, Site.timezone)).all()
    ends = [and_(ReturnVisit.site_id == site, ReturnVisit.due_at <= end_of_day(now, zone)) for site, zone in sites]
    return or_(*ends) if ends else ReturnVisit.due_at <= now


def sheet(session, visit: ReturnVisit) -> ReturnVisit:
    """The visit with everything its caller needs."""
    ticket = session.get(Ticket, visit.ticket_id)
    visit.caller_name, visit.caller_phone = ticket.caller_name, ticket.caller_phone
    visit.place, visit.language = ticket.place, ticket.language
    visit.script = rules.call_script(visit.ticket_kind)
    tried = select(VisitAttempt).filter_by(return_visit_id=visit.id).order_by(VisitAttempt.number)
    visit.tried = session.scalars(tried).all()
    return visit
