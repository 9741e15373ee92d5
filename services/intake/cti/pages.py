"""The telephone for people: the screen pop, what rings now, and the log of calls (RD-2)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from flask import redirect, request
from sqlalchemy import select

from services.intake.directory.models import Site
from services.intake.tickets.lifecycle import DESK
from shared.web.current import reading
from shared.web.pages import Pages
from shared.web.pages.words import language
from shared.web.paging import keyset
from shared.web.schemas import paged

from .queries import CHOSEN, PAGE, answer_figures, asked_calls, call_told, ringing_calls, with_tickets
from .schemas import PhoneCallQuery

pages = Pages("cti", __name__)


@pages.get("/pop", allow=DESK)
def pop():
    """The telephone's link: the quick entry with the number filled in, and what the log knows of the call."""
    with reading() as session:
        call = call_told(session, request.args["call_id"]) if request.args.get("call_id") else None
    return redirect(f"{request.script_root}/tickets/new?{urlencode(known_of(request.args.get('ani'), call))}", 303)


def known_of(ani: str | None, call) -> dict:
    """What the quick entry takes from its address; what nobody knows is left out."""
    said = {"phone": ani or (call and (call.number or call.number_given))}
    if call is not None:
        said |= {"site_id": call.site_id, "answer_seconds": call.answer_seconds, "phone_call": call.id}
    return {name: value for name, value in said.items() if value is not None and value not in ("", "anonymous")}


@pages.get("/calls/ringing", allow=DESK)
def ringing():
    """The part of a page that asks every few seconds."""
    with reading() as session:
        return pages.render("cti/ringing.html", calls=ringing_calls(session, datetime.now(UTC)))


@pages.get("/calls", allow=DESK)
def call_log():
    now = datetime.now(UTC)
    with reading() as session:
        asked = paged(PhoneCallQuery)().load({n: v for n, v in request.args.items() if v and n != "lang"})
        page = keyset(session, asked_calls(asked), PAGE, asked)
        with_tickets(session, page.items)
        sites = list(session.scalars(select(Site).order_by(Site.code)))
        figures = answer_figures(session, {"since": now - timedelta(days=1)}, sites)
    names = {site.id: site.name[language()] for site in sites}
    return pages.render(
        "cti/log.html",
        page=page,
        sites=names,
        figures=figures,
        view=next((name for name in CHOSEN if asked.get(name)), ""),
    )
