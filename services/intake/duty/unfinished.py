"""Everything that is not finished: what a shift hands over, and put to the departments (RD-7, RD-10)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from services.intake.households.queries import months_left_open
from services.intake.incidents.lifecycle import IncidentState
from services.intake.incidents.queries import held_at, live_incidents
from services.intake.keys.queries import left_open
from services.intake.procedures.queries import left_open as left_open_by_steps
from services.intake.slips.queries import left_open as slips_left_open
from services.intake.tickets.queries import asked_tickets
from services.intake.tickets.states import Level, Priority, TicketKind
from services.intake.visitors.queries import left_open as gate_left_open

from .models import DutyEntry
from .site_rules import Rules


@dataclass(frozen=True)
class Unfinished:
    kind: str
    subject_id: UUID
    number: str
    words: str
    place: str | None = None
    state: str = "open"
    priority: str = "normal"
    due_at: datetime | None = None
    trade: str | None = None
    large: bool = False

    @property
    def key(self) -> tuple[str, UUID]:
        return self.kind, self.subject_id


def unfinished(session, site_id: UUID, rules: Rules, now: datetime) -> list[Unfinished]:
    """Of every room, the pressing first."""
    found = [one for source in SOURCES for one in source(session, site_id, rules, now)]
    order = {priority.value: place for place, priority in enumerate(Priority)}
    return sorted(found, key=lambda one: (not one.large, order.get(one.priority, len(order)), one.number))


def of_incidents(session, site_id: UUID, _rules: Rules, _now: datetime) -> list[Unfinished]:
    """One line for all the tickets that hang on it; dealt with jointly, as everything large (RD-7, RD-17)."""
    return [
        Unfinished(
            "incident",
            one.id,
            one.number,
            one.description[:300],
            " / ".join(one.building_name.values()) if one.building_name else None,
            str(one.state),
            str(Priority.URGENT),
            one.expected_at,
            one.trade,
            one.state == IncidentState.ACTIVE,
        )
        for one in live_incidents(session, site_id)
    ]


def of_tickets(session, site_id: UUID, rules: Rules, now: datetime) -> list[Unfinished]:
    """What waits only for its return visit is finished for the shift, unless the site's rules say otherwise."""
    asked = {"site_id": site_id, "state": ",".join(rules["unfinished_states"])}
    held = held_at(session, site_id)  # the incident they hang on stands for them, but never for an emergency
    return [
        Unfinished(
            "ticket",
            ticket.id,
            ticket.number,
            (ticket.description or str(ticket.kind))[:300],
            ticket.unit_code or ticket.public_place,
            str(ticket.state),
            str(ticket.priority),
            ticket.due_at,
            ticket.trade,
            bool(set(rules["large"]) & _why_large(ticket, now)),
        )
        for ticket in session.scalars(asked_tickets(asked, session.principal, now))
        if ticket.id not in held or ticket.priority == Priority.EMERGENCY
    ]


def _why_large(ticket, now: datetime) -> set[str]:
    """Large or tangled matters are dealt with together first (RD-7)."""
    emergency = ticket.priority == Priority.EMERGENCY or ticket.kind == TicketKind.EMERGENCY
    overdue = ticket.due_at is not None and ticket.due_at < now
    found = {"emergency": emergency, "major": ticket.level == Level.MAJOR, "overdue": overdue}
    return {why for why, holds in found.items() if holds}


def of_entries(session, site_id: UUID, _rules: Rules, _now: datetime) -> list[Unfinished]:
    """Entries of the log that somebody still has to see to, and no later entry says that it was done."""
    settling = aliased(DutyEntry)
    done = select(settling.id).where(settling.settles_id == DutyEntry.id).exists()
    wanted = select(DutyEntry).where(DutyEntry.site_id == site_id, DutyEntry.follow_up.is_(True), ~done)
    return [
        Unfinished("entry", entry.id, entry.number, entry.text[:300], entry.unit_code)
        for entry in session.scalars(wanted)
    ]


def of_cabinet(session, site_id: UUID, _rules: Rules, now: datetime) -> list[Unfinished]:
    """Keys that are not back, things held too long, a month that is not counted (RF-4, RF-7)."""
    return [Unfinished(**row) for row in left_open(session, site_id, now)]


def of_registers(session, site_id: UUID, _rules: Rules, now: datetime) -> list[Unfinished]:
    """Months of a register that are not signed into the archive in time (RF-2)."""
    return [Unfinished(**row) for row in months_left_open(session, site_id, now)]


def of_procedures(session, site_id: UUID, _rules: Rules, now: datetime) -> list[Unfinished]:
    """Steps and written notices past their time, works that nobody patrolled (RM-1, RM-5)."""
    return [Unfinished(**row) for row in left_open_by_steps(session, site_id, now)]


def of_gate(session, site_id: UUID, _rules: Rules, _now: datetime) -> list[Unfinished]:
    """Visitors who wait or are inside, material nobody decided on, slips nobody closed (RD-11, RD-12, RD-16)."""
    return [Unfinished(**row) for row in (*gate_left_open(session, site_id), *slips_left_open(session, site_id))]


SOURCES: tuple[Callable, ...] = (
    of_incidents,
    of_tickets,
    of_entries,
    of_cabinet,
    of_registers,
    of_procedures,
    of_gate,
)
