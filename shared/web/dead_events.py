"""Doors for programs: events that could not be handled, for the administrators of the operator whose they are (P5)."""

from datetime import UTC, datetime

from shared.messaging import inside, worklist

from . import fields
from .current import principal, reading, service, store, work
from .doors import Room
from .paging import Page, keyset
from .schemas import In, Out, Query

STATES = worklist.STATES


class Chosen:
    """Which of the events: all that fit."""

    type = fields.Text(max=100, metadata={"description": "Routing key, such as intake.ticket.opened.v1"})
    site_id = fields.Id()
    parked_before = fields.Instant()
    parked_after = fields.Instant()


class DeadEventQuery(Chosen, Query):
    state = fields.String(validate=fields.OneOf(STATES), load_default="dead")


class ReplayEvent(In):
    because = fields.Text(max=500)


class ReplayEvents(Chosen, ReplayEvent):
    """Without a filter: all of them."""


class DropEvent(In):
    reason = fields.Text(max=500, required=True)


class DeadEventLine(Out):
    event_id = fields.Id()
    state = fields.String()
    type = fields.String()
    about = fields.String(allow_none=True)
    site_id = fields.Id(allow_none=True)
    attempts = fields.Whole()
    parked_at = fields.Instant()
    next_at = fields.Instant(allow_none=True)
    reason = fields.String(metadata={"description": "Why it lies here, in one sentence"})
    detail = fields.String(metadata={"description": "What the handler said, masked"})
    settled_by = fields.String(allow_none=True)
    settled_reason = fields.String(allow_none=True)


class DeadEventView(DeadEventLine):
    announced_at = fields.String(allow_none=True)
    cause = fields.String(allow_none=True)
    ticket_id = fields.Id(allow_none=True)
    handlers = fields.List(fields.String())
    body = fields.String(metadata={"description": "The event itself, masked"})


class Counted(Out):
    dead = fields.Dict(keys=fields.String(), values=fields.Whole(), metadata={"description": "Event type to number"})
    waiting = fields.Dict(keys=fields.String(), values=fields.Whole())
    dropped = fields.Dict(keys=fields.String(), values=fields.Whole())


class Tried(Out):
    event_id = fields.Id()
    state = fields.String(metadata={"description": "After this try: handled, waiting or dead"})


class Replayed(Out):
    replayed = fields.Whole(metadata={"description": "Due now; the consumer tries them"})
    left = fields.Whole(metadata={"description": "Dead events that fit and were too many for one time"})


def room() -> Room:
    """Doors of every service, made anew for each application."""
    doors = Room("dead events", __name__, description="Events that could not be handled, as a list of work")
    allow = worklist.DECIDERS

    @doors.get("/dead-events", allow=allow, query=DeadEventQuery, answer=DeadEventLine, page=True)
    def list_dead_events(asked):
        """Events of your operator and sites that are dead, wait for another try, or were dropped; newest first."""
        return listed(asked)

    @doors.get("/dead-events/counts", allow=allow, answer=Counted)
    def count_dead_events():
        """How many there are, by state and type."""
        return counted()

    @doors.get("/dead-events/<uuid:event_id>", allow=allow, answer=DeadEventView)
    def show_dead_event(event_id):
        """Look inside: masked, with its reason and who would answer it."""
        return shown(event_id)

    @doors.post("/dead-events/<uuid:event_id>/replay", allow=allow, body=ReplayEvent, answer=Tried)
    def replay_dead_event(asked, event_id):
        """Try one again at once; the answer says what became of it."""
        return {"event_id": event_id, "state": replayed(event_id, asked.get("because"))}

    @doors.post("/dead-events/replay", allow=allow, body=ReplayEvents, answer=Replayed)
    def replay_dead_events(asked):
        """Have all that fit tried again by the consumer, oldest first."""
        return all_replayed(asked)

    @doors.post("/dead-events/<uuid:event_id>/drop", allow=allow, body=DropEvent, answer=DeadEventView)
    def drop_dead_event(asked, event_id):
        """Give one up; who and why stay on record."""
        dropped(event_id, asked["reason"])
        return shown(event_id)

    return doors


def listed(asked: dict) -> Page:
    table = store().table("parked_events")
    with reading() as session:
        found = worklist.chosen(table, principal(), asked)
        page = keyset(session, found, (table.c.parked_at, table.c.event_id), asked)
    return Page([inside.line_of(row) for row in page.items], page.next)


def counted() -> dict[str, dict[str, int]]:
    with reading() as session:
        return worklist.count(session, store().table("parked_events"), principal())


def shown(event_id) -> dict:
    with reading() as session:
        row = worklist.find(session, store().table("parked_events"), principal(), event_id)
    return inside.look_inside(row, service().settlement(store()).answers)


def replayed(event_id, because: str | None) -> str:
    with work() as w:
        worklist.replay(w, principal(), event_id, by=principal(), because=because)
    return worklist.try_now(service().settlement(store()), event_id, datetime.now(UTC))


def all_replayed(asked: dict) -> dict[str, int]:
    because = asked.pop("because", None)
    with work() as w:
        many, left = worklist.replay_all(w, principal(), asked, by=principal(), because=because)
    return {"replayed": many, "left": left}


def dropped(event_id, because: str) -> None:
    with work() as w:
        worklist.drop(w, principal(), event_id, by=principal(), because=because)
