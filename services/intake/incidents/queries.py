"""Finding incidents, what hangs on them, and what may belong to them as well."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from services.intake.tickets.models import Ticket
from services.intake.tickets.states import LIVE as LIVING
from services.intake.tickets.states import TicketKind
from shared.errors import found

from .lifecycle import LIVE, IncidentState
from .models import Incident, IncidentTicket
from .site_rules import rules_of

PAGE = (Incident.began_at, Incident.id)
MOST_OFFERED = 200
NEVER = (TicketKind.COMPLAINT, TicketKind.PRAISE, TicketKind.SUGGESTION)  # each is answered by itself (RV-4)


def incident_by_id(session, incident_id: UUID, *, locked: bool = False) -> Incident:
    """`locked` for whoever takes a step. Raises NotFound, for one of another site or operator too."""
    wanted = select(Incident).where(Incident.id == incident_id)
    return found(session.scalar(wanted.with_for_update() if locked else wanted), "incident")


def incidents(asked: dict):
    names = [name for name in ("site_id", "building_id", "state", "number") if asked.get(name) is not None]
    wanted = select(Incident).filter_by(**{name: asked[name] for name in names})
    return wanted.where(Incident.state.in_(LIVE)) if asked.get("live") else wanted


def live_incidents(session, site_id: UUID) -> list[Incident]:
    return list(session.scalars(incidents({"site_id": site_id, "live": True}).order_by(Incident.began_at)))


def going_on(session, site_id: UUID, building_id: UUID | None = None, *, most: int = 5) -> list[Incident]:
    """Incidents that a caller from this building may mean; without one all of the site (RD-17)."""
    wanted = select(Incident).where(Incident.site_id == site_id, Incident.state == IncidentState.ACTIVE)
    if building_id is not None:
        wanted = wanted.where(or_(Incident.building_id.is_(None), Incident.building_id == building_id))
    return list(session.scalars(wanted.order_by(Incident.began_at.desc(), Incident.id).limit(most)))


def count_going_on(session, site_id: UUID) -> int:
    wanted = select(func.count()).where(Incident.site_id == site_id, Incident.state == IncidentState.ACTIVE)
    return session.scalar(wanted)


def of_incident(session, incident_id: UUID) -> list[IncidentTicket]:
    """What hangs on it or did, each with its ticket, the oldest first."""
    wanted = select(IncidentTicket, Ticket).join(Ticket, Ticket.id == IncidentTicket.ticket_id)
    wanted = wanted.where(IncidentTicket.incident_id == incident_id)
    found = session.execute(wanted.order_by(Ticket.opened_at, Ticket.id)).all()
    for row, ticket in found:
        row.ticket = ticket
    return [row for row, _ticket in found]


def ids_of_incident(session, incident_id: UUID) -> list[UUID]:
    """The tickets whose callers are told: everything that was not taken off again."""
    wanted = select(IncidentTicket.ticket_id).where(
        IncidentTicket.incident_id == incident_id, IncidentTicket.detached_at.is_(None)
    )
    return list(session.scalars(wanted.order_by(IncidentTicket.ticket_id)))


def incident_of(session, ticket_id: UUID) -> Incident | None:
    """The incident that goes on and has this ticket."""
    hangs = select(IncidentTicket.incident_id).where(IncidentTicket.ticket_id == ticket_id, IncidentTicket.held)
    return session.scalar(select(Incident).where(Incident.id.in_(hangs)))


def held_at(session, site_id: UUID) -> set[UUID]:
    """Tickets that one going incident stands for."""
    wanted = select(IncidentTicket.ticket_id).where(IncidentTicket.site_id == site_id, IncidentTicket.held)
    return set(session.scalars(wanted))


def free_tickets(site_id: UUID):
    """Living tickets of the site that hang on no incident and may hang on one."""
    held = select(IncidentTicket.id).where(IncidentTicket.ticket_id == Ticket.id, IncidentTicket.held)
    wanted = select(Ticket).where(Ticket.site_id == site_id, Ticket.state.in_(LIVING), ~held.exists())
    return wanted.where(Ticket.kind.not_in(NEVER))


def taken_off(incident_id: UUID):
    """What a person took off is not offered to the same incident again."""
    return select(IncidentTicket.ticket_id).where(
        IncidentTicket.incident_id == incident_id, IncidentTicket.detached_at.is_not(None)
    )


def offered(session, incident: Incident) -> list[Ticket]:
    """Tickets that may have the same cause: of its categories, of its place, since it began (RD-17)."""
    if incident.state not in LIVE or not incident.categories:
        return []
    wanted = free_tickets(incident.site_id).where(
        Ticket.category.in_(incident.categories),
        Ticket.opened_at >= incident.began_at,
        Ticket.id.not_in(taken_off(incident.id)),
    )
    if incident.building_id is not None:
        wanted = wanted.where(Ticket.building_id == incident.building_id)
    return list(session.scalars(wanted.order_by(Ticket.opened_at, Ticket.id).limit(MOST_OFFERED)))


def recent_tickets(session, site, rules: dict, now: datetime) -> list:
    """What may make a burst: living tickets of the window, oldest first; only the columns that are counted."""
    since = now - timedelta(minutes=rules["minutes"])
    free = free_tickets(site.id).where(
        Ticket.opened_at > since, Ticket.opened_at <= now, Ticket.kind.in_(rules["kinds"]), Ticket.category.is_not(None)
    )
    columns = (Ticket.id, Ticket.building_id, Ticket.category, Ticket.opened_at)
    return list(session.execute(free.with_only_columns(*columns).order_by(Ticket.opened_at, Ticket.id)))


def enough_came_in(session, site, now: datetime) -> bool:
    """Whether there may be a burst at all, whatever the tickets say."""
    rules = rules_of(site)
    return 0 < rules["tickets"] <= len(recent_tickets(session, site, rules, now))


def quiet_places(session, site_id: UUID, since: datetime):
    """`quiet(building, codes)`: until when an incident of the place has already been decided; None while one lives."""
    counts = or_(Incident.state.in_(LIVE), Incident.decided_at > since, Incident.ended_at > since)
    known = list(session.scalars(select(Incident).where(Incident.site_id == site_id, counts)))

    def quiet(building_id, codes) -> datetime | None:
        near = [one for one in known if one.building_id in (None, building_id) and codes & set(one.categories)]
        if any(one.state in LIVE for one in near):
            return None
        return max([since, *(one.ended_at or one.decided_at or since for one in near)])

    return quiet


def view_of(session, incident: Incident, principal) -> Incident:
    """With what this reader may do, what hangs on it and what is offered."""
    incident.allowed_now = list(incident.allowed(principal))
    incident.hangs_on = of_incident(session, incident.id)
    incident.offers = offered(session, incident)
    return incident
