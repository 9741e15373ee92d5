"""Bulk move-in for people: the batches, and how far a building has come, on the screen and on A4 (RM-2, RM-3)."""

from datetime import UTC, datetime

from flask import g, redirect, request, url_for

from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import buildings, find_site
from services.intake.procedures.looking import record_checks
from services.intake.procedures.states import READERS
from services.intake.procedures.step_forms import words
from services.intake.tickets.lifecycle import LEADERS
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages
from shared.web.pages.forms import read_form
from shared.web.paging import keyset
from shared.web.schemas import paged

from . import queries, schemas, usecases

pages = Pages("move_ins", __name__)


@pages.get("/move-ins", allow=READERS)
def batch_list():
    return shown_batches()


@pages.post("/move-ins", allow=LEADERS)
def open_batch():
    try:
        with work() as w:
            batch = usecases.open_batch(w, **read_form(schemas.OpenBatch, request.form))
    except DomainError as error:
        return shown_batches(error), error.status
    return redirect(url_for(".progress", batch_id=batch.id), 303)


def shown_batches(refused: DomainError | None = None) -> str:
    with reading() as session:
        site = chosen_site(session)
        given = {"after": request.args["after"]} if request.args.get("after") else {}
        asked = paged(schemas.BatchQuery)().load({**given, "site_id": str(site.id)})
        page = keyset(session, queries.batches(asked), queries.PAGE, asked, descending=True)
        known = {one.id: one for one in session.scalars(buildings({"site_id": site.id}))}
        words_ = {"page": page, "site": site, "known": known, "checks": record_checks(session, site, datetime.now(UTC))}
        words_ |= {"leads": principal().may(site.id, *LEADERS), "refused": refused, "words_of": words}
        return pages.render("move_ins/list.html", **words_, given=request.form if refused else {})


@pages.get("/move-ins/<uuid:batch_id>", allow=READERS)
def progress(batch_id):
    with reading() as session:
        batch = queries.batch_by_id(session, batch_id)
        site = find_site(session, batch.site_id)
        g.zone = site.timezone
        told = queries.progress_of(session, batch)
        names = {step["code"]: words(step["name"]) for step in told.steps}
        shown = {"batch": batch, "site": site, "told": told, "names": names, "words_of": words}
        return pages.render("move_ins/progress.html", **shown, building=queries.building_of(session, batch.building_id))
