"""Dead events for people: the list of work of one service, and one event with its reason and what can be done (P5)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, request, url_for
from marshmallow import ValidationError

from shared.errors import DomainError
from shared.messaging import worklist

from . import dead_events
from .pages import Pages, _
from .pages.naming import sites_by_id
from .pages.navigation import mounted
from .schemas import paged

pages = Pages("dead_events", __name__)
AGES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
WIDE = ("state", "type", "site_id", "after")


@pages.get("/dead-events", allow=worklist.DECIDERS)
def dead_event_list():
    problem: dict = {}
    try:
        asked = paged(dead_events.DeadEventQuery)().load(given())
        page = dead_events.listed(asked)
    except (ValidationError, DomainError) as error:
        problem = getattr(error, "messages", None) or getattr(error, "errors", {})
        asked = {"state": "dead"}
        page = dead_events.listed(asked)
    words = {"page": page, "asked": asked, "problem": problem, "notice": notice(), "age": request.args.get("age", "")}
    shown = pages.render("dead_events/list.html", **words, **around())
    return shown, 422 if problem else 200


@pages.get("/dead-events/counts", allow=worklist.DECIDERS)
def dead_event_counts():
    """The numbers alone, asked for again while events are being tried."""
    return pages.render("dead_events/counts.html", asked={"state": request.args.get("state", "")}, **around())


@pages.get("/dead-events/<uuid:event_id>", allow=worklist.DECIDERS)
def show_dead_event(event_id):
    return event_page(event_id)


@pages.post("/dead-events/<uuid:event_id>/replay", allow=worklist.DECIDERS)
def replay_dead_event(event_id):
    """Tried at once: the next page says what became of it."""
    try:
        asked = dead_events.ReplayEvent().load(filled("because"))
        state = dead_events.replayed(event_id, asked.get("because"))
    except (ValidationError, DomainError) as error:
        return refused(event_id, error)
    if state == worklist.HANDLED:
        return redirect(url_for(".dead_event_list", done="handled"), 303)
    return redirect(url_for(".show_dead_event", event_id=event_id, done="tried"), 303)


@pages.post("/dead-events/<uuid:event_id>/drop", allow=worklist.DECIDERS)
def drop_dead_event(event_id):
    try:
        dead_events.dropped(event_id, dead_events.DropEvent().load(filled("reason"))["reason"])
    except (ValidationError, DomainError) as error:
        return refused(event_id, error)
    return redirect(url_for(".show_dead_event", event_id=event_id, done="dropped"), 303)


@pages.post("/dead-events/replay", allow=worklist.DECIDERS)
def replay_dead_events():
    asked = dead_events.ReplayEvents().load(filled("because", "type", "site_id", "parked_before"))
    done = dead_events.all_replayed(asked)
    told = {"state": "waiting", "done": "replayed", **done}
    return redirect(f"{url_for('.dead_event_list')}?{urlencode(told)}", 303)


def given() -> dict:
    """The filters in the address; an age is a moment before which it was put aside."""
    asked = {name: value for name, value in request.args.items() if value and name in WIDE}
    age = AGES.get(request.args.get("age", ""))
    return asked | ({"parked_before": (datetime.now(UTC) - age).isoformat()} if age else {})


def filled(*names: str) -> dict:
    return {name: value for name in names if (value := request.form.get(name, "").strip())}


def refused(event_id: UUID, error: Exception):
    """The same page, saying why not."""
    if isinstance(error, DomainError) and error.status == 404:
        raise error
    said = {"title": _("Not done"), "errors": getattr(error, "messages", None) or getattr(error, "errors", {})}
    status = getattr(error, "status", 422)
    return event_page(event_id, {**said, "detail": getattr(error, "detail", ""), "status": status}), status


def event_page(event_id: UUID, problem: dict | None = None) -> str:
    event = dead_events.shown(event_id)
    return pages.render("dead_events/show.html", event=event, problem=problem, notice=notice(), **around())


def around() -> dict:
    """What both pages need: the numbers, the names of sites, and the services that have such a list too."""
    counted = dead_events.counted()
    types = sorted({name for by_type in counted.values() for name in by_type})
    return {
        "counts": {state: sum(by_type.values()) for state, by_type in counted.items()},
        "types": types,
        "sites": sites_by_id(),
        "states": dead_events.STATES,
        **mounted(),
    }


def notice() -> str:
    told = request.args
    if told.get("done") == "replayed":
        return _("%(replayed)s are tried again, %(left)s are left.", **_numbers("replayed", "left"))
    words = {
        "handled": _("It was handled: the event has taken effect."),
        "tried": _("It was tried again and did not work; the reason below is new."),
        "dropped": _("It was given up. Who and why stay on record."),
    }
    return words.get(told.get("done", ""), "")


def _numbers(*names: str) -> dict[str, int]:
    return {name: request.args.get(name, 0, type=int) for name in names}
