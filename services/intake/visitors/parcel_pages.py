"""Parcels for people: taken in as fast as they are handed over, given out against a signature (RD-14)."""

from flask import redirect, request, url_for

from services.intake.directory.page_forms import chosen_site
from services.intake.passes.asking import unit_said
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages
from shared.web.pages.forms import read_form, take_step_on_page
from shared.web.paging import keyset

from . import asking, queries, usecases
from .book_schemas import ReceiveParcel
from .models import GATE, READERS
from .parcels import Parcel

pages = Pages("parcels", __name__)


@pages.get("/parcels", allow=READERS)
def parcel_list():
    return shown_parcels()


@pages.post("/parcels", allow=GATE)
def receive_parcel():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            also = {"unit_id": unit_said(w.session, site.id, request.form.get("unit"))}
            usecases.receive_parcel(w, **read_form(ReceiveParcel, request.form, **also))
    except DomainError as error:
        return shown_parcels(error), error.status
    return redirect(url_for(".parcel_list", site_id=site.id), 303)


@pages.post("/parcels/<uuid:parcel_id>/<string:action>", allow=GATE)
def take_step(parcel_id, action):
    try:
        with work() as w:
            parcel = queries.one(w.session, Parcel, parcel_id)
            take_step_on_page(w, parcel, asking.PARCEL_STEPS, action, request.form)
            site_id = parcel.site_id
    except DomainError as error:
        return shown_parcels(error), error.status
    return redirect(url_for(".parcel_list", site_id=site_id), 303)


def shown_parcels(refused: DomainError | None = None) -> str:
    """What lies here, or what was collected; with the list to sign on paper."""
    asked = {"limit": 100, "after": request.args.get("after")}
    chosen = "collected,returned" if request.args.get("view") == "done" else "kept"
    with reading() as session:
        site = chosen_site(session, request.args if refused is None else {})
        page = keyset(session, queries.parcels({"site_id": site.id, "state": chosen}), queries.PARCEL_PAGE, asked)
    who = principal()
    words = {"site": site, "page": page, "refused": refused, "done": chosen != "kept", "asks": asking.PARCEL}
    words["steps"] = {one.id: asking.offered(one, who, asking.PARCEL_STEPS) for one in page.items}
    return pages.render("visitors/parcels.html", **words, given=request.form, writes=who.may(site.id, *GATE))
