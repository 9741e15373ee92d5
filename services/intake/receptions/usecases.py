"""What can be done with a work sheet: planned, checked, guests received and served, tallied, ended (RD-19)."""

from datetime import datetime, timedelta
from uuid import UUID

from services.intake.bookings.queries import booking_by_id
from services.intake.directory.queries import find_site
from shared.contracts.intake_receptions import ReceptionDue
from shared.errors import BadInput
from shared.ids import new_id

from .models import HOSTS, Reception, ReceptionState
from .site_rules import rules_of


def plan_reception(
    work, site_id: UUID, arrives_at: datetime, place: str | None = None, booking_id: UUID | None = None, **facts
) -> Reception:
    """In a booked room, or at a place in words."""
    work.principal.require(site_id, *HOSTS)
    site = find_site(work.session, site_id)
    rules = rules_of(site)
    booking = booking_by_id(work.session, booking_id) if booking_id else None
    if booking is not None and booking.site_id != site_id:
        raise BadInput("This booking is of another site.", errors={"booking_id": ["A booking of this site."]})
    where = place or (booking.facility_name["zh"] if booking else None)
    if not where:
        raise BadInput("Where are they received?", errors={"place": ["A place, or a booking, is expected."]})
    if arrives_at <= work.now:
        raise BadInput("They would be here already.", errors={"arrives_at": ["A later moment is expected."]})
    reception = Reception(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site_id,
        number=work.number("RC", site_id, zone=site.timezone),
        place=where,
        booking_id=booking_id,
        arrives_at=arrives_at,
        planned_at=work.now,
        planned_by_name=work.principal.name,
        round_minutes=rules["round_minutes"],
        checks=[{**line, "ok": False, "note": None, "at": None, "by": None} for line in rules["checks"]],
        rounds=[],
        supplies=[],
        **facts,
    )
    work.session.add(reception)
    work.session.flush()
    before = arrives_at - timedelta(minutes=rules["check_minutes"])
    work.timers.set("reception_check", reception.id, max(before, work.now), site_id=site_id)
    return reception


def check_line(work, reception: Reception, code: str, ok: bool, note: str | None = None) -> Reception:
    """One line after the other; with the last one that is right the reception is ready."""
    reception.move("check", work.principal)
    if code not in {line["code"] for line in reception.checks}:
        raise BadInput("There is no such line.", errors={"code": ["A line of this sheet is expected."]})
    if not ok and not note:
        raise BadInput("Say what is not right.", errors={"note": ["What is missing or wrong."]})
    seen = {"ok": ok, "note": note, "at": work.now.isoformat(), "by": work.principal.name}
    reception.checks = [line | seen if line["code"] == code else line for line in reception.checks]
    if reception.checked and reception.state is ReceptionState.PREPARING:
        reception.move("make-ready", work.principal)
    elif not reception.checked and reception.state is ReceptionState.READY:
        reception.move("open-again", work.principal)
    return _kept(work, reception)


def receive_guests(work, reception: Reception, reason: str | None = None) -> Reception:
    """They are here. What was not checked by then needs its reason."""
    reception.move("arrive", work.principal, reason=reason)
    reception.arrived_at, reception.unchecked_reason = work.now, reason
    work.timers.cancel("reception_check", reception.id)
    work.timers.set("reception_round", reception.id, reception.next_round_at, site_id=reception.site_id)
    return _kept(work, reception)


def serve_round(work, reception: Reception, note: str | None = None) -> Reception:
    reception.move("serve", work.principal)
    late = work.now > reception.next_round_at
    done = {"at": work.now.isoformat(), "by": work.principal.name, "note": note, "late": late}
    reception.rounds = [*reception.rounds, done]
    work.timers.set("reception_round", reception.id, reception.next_round_at, site_id=reception.site_id)
    return _kept(work, reception)


def tally_supplies(work, reception: Reception, supplies: list[dict]) -> Reception:
    """Tea, water, fruit: the whole tally, as it stands now."""
    reception.move("tally", work.principal, supplies=supplies)
    reception.supplies = supplies
    return _kept(work, reception)


def end_reception(work, reception: Reception, record: str) -> Reception:
    reception.move("end", work.principal, record=record)
    reception.record = record
    work.timers.cancel("reception_round", reception.id)
    return _end(work, reception)


def call_off(work, reception: Reception, reason: str) -> Reception:
    reception.move("cancel", work.principal, reason=reason)
    reception.end_reason = reason
    work.timers.cancel("reception_check", reception.id)
    return _end(work, reception)


def _end(work, reception: Reception) -> Reception:
    reception.ended_at, reception.ended_by_name = work.now, work.principal.name
    return _kept(work, reception)


def _kept(work, reception: Reception) -> Reception:
    work.session.flush()
    return reception


def remind_of_check(work, reception: Reception | None) -> None:
    """Half an hour before: unless everything is checked already."""
    if reception is not None and reception.state is ReceptionState.PREPARING:
        _tell(work, reception, "check", reception.arrives_at)


def remind_of_round(work, reception: Reception | None) -> datetime | None:
    """Each time nobody went in for so long; when to look again."""
    if reception is None or reception.next_round_at is None:
        return None
    if reception.next_round_at > work.now:
        return reception.next_round_at
    _tell(work, reception, "round", reception.next_round_at)
    return work.now + timedelta(minutes=reception.round_minutes)


def _tell(work, reception: Reception, what: str, due_at: datetime) -> None:
    said = {"reception_id": reception.id, "number": reception.number, "title": reception.title, "what": what}
    said |= {"place": reception.place, "people": reception.people, "due_at": due_at, "at": work.now}
    work.announce(ReceptionDue, about=reception.id, site_id=reception.site_id, **said)
