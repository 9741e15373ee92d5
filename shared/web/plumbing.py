"""How a service's events are doing: what waits to be sent, what waits to be tried again, what is dead (P5)."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from shared.messaging import outbox

from . import fields
from .current import store
from .doors import Room
from .schemas import Out


class PlumbingView(Out):
    outbox_waiting = fields.Whole()
    oldest_outbox_seconds = fields.Whole(metadata={"description": "Since the oldest unsent event; 0 if none"})
    parked_waiting = fields.Whole(metadata={"description": "Events that failed and will be tried again"})
    parked_dead = fields.Whole(metadata={"description": "Events that wait for a person: see `/dead-events`"})


def room() -> Room:
    """A door of every service, made anew for each application."""
    plumbing = Room("plumbing", __name__, description="How the events of this service are doing")

    @plumbing.get("/plumbing", allow=("admin",), answer=PlumbingView)
    def read_plumbing():
        """What waits and what is dead, of all operators: this is about the machinery."""
        return state_of(datetime.now(UTC))

    return plumbing


def state_of(now: datetime) -> dict:
    parked = store().table("parked_events")
    with store().reading(None) as session:
        waiting, oldest = outbox.backlog(session, store().table("outbox"))
        counted = session.execute(select(parked.c.state, func.count()).group_by(parked.c.state)).all()
    states = {state: count for state, count in counted}
    return {
        "outbox_waiting": waiting,
        "oldest_outbox_seconds": int((now - oldest).total_seconds()) if oldest else 0,
        "parked_waiting": states.get("waiting", 0),
        "parked_dead": states.get("dead", 0),
    }
