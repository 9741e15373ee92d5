"""The cabinet for people: what is there, who has what, and every step with a key (RF-4)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import g, redirect, request, url_for

from services.intake.directory.page_forms import chosen_site, said
from services.intake.directory.queries import find_site, find_unit
from services.intake.households.queries import people_at_unit
from shared.errors import BadInput, DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.filters import state
from shared.web.pages.forms import read_form, take_step_on_page
from shared.web.pages.naming import sites_by_id
from shared.web.paging import keyset
from shared.web.schemas import paged

from . import queries, schemas, usecases
from .looking import shown_item, shown_loan
from .models import KEEPERS
from .page_steps import CHOICES, STATES, STEPS, labels
from .routes import READERS
from .site_rules import closing_time

pages = Pages("keys", __name__)


@pages.get("/keys", allow=READERS)
def cabinet():
    return shown_cabinet()


def shown_cabinet(refused: DomainError | None = None) -> str:
    names = ("kind", "category", "state", "text")
    given = {name: request.args[name] for name in names if request.args.get(name)}
    now = datetime.now(UTC)
    with reading() as session:
        site = chosen_site(session)
        asked = paged(schemas.KeyQuery)().load({**given, "site_id": str(site.id)} | _after())
        page = keyset(session, queries.items(asked), queries.PAGE, asked, descending=False)
        lent = queries.borrowers(session, [item.id for item in page.items])
        late = queries.not_back(session, site.id, now)
    words = {"page": page, "lent": lent, "late": late, "site": site, "sites": sites_by_id(), "filters": given}
    words |= {"keeps": principal().may(site.id, *KEEPERS), "choices": CHOICES, "states": STATES, "labels": labels()}
    words["said"] = said
    return pages.render("keys/cabinet.html", **words, refused=refused, given=request.form if refused else {})


def _after() -> dict:
    return {"after": request.args["after"]} if request.args.get("after") else {}


@pages.post("/keys", allow=KEEPERS)
def register_item():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            unit = unit_named(w.session, site.id)
            more = {"unit_id": str(unit.id)} if unit else {}
            item = usecases.register_item(w, **read_form(schemas.RegisterItem, request.form, **more))
    except DomainError as error:
        return shown_cabinet(error), error.status
    return redirect(url_for(".one_item", key_id=item.id), 303)


def unit_named(session, site_id):
    """The unit as it was written into the form. Raises BadInput when no unit is written like that."""
    said = request.form.get("unit", "").strip()
    unit = find_unit(session, site_id, said)
    if said and unit is None:
        raise BadInput(_("No unit of this site is written like that."), errors={"unit": [_("A unit of this site.")]})
    return unit


@pages.get("/keys/<uuid:key_id>", allow=READERS)
def one_item(key_id):
    return shown_page(key_id)


@pages.post("/keys/<uuid:key_id>/<string:action>", allow=KEEPERS)
def take_step(key_id, action):
    """A button of the page: the same use case as the program's door, the same refusals."""
    try:
        with work() as w:
            item = queries.item_by_id(w.session, key_id, locked=True)
            g.zone = find_site(w.session, item.site_id).timezone  # a moment is typed as its wall clock shows it
            take_step_on_page(w, item, STEPS, action, request.form)
    except DomainError as error:
        return shown_page(key_id, error), error.status
    return redirect(url_for(".one_item", key_id=key_id), 303)


def shown_page(key_id, refused: DomainError | None = None) -> str:
    now = datetime.now(UTC)
    with reading() as session:
        found = queries.item_by_id(session, key_id)
        site, item = find_site(session, found.site_id), shown_item(found, principal())
        g.zone = site.timezone
        people = people_at_unit(session, found.unit_id, site.date_at(now)) if found.unit_id else []
    due = closing_time(site, now).astimezone(ZoneInfo(site.timezone))
    steps = [(action, STEPS[action]) for action in item.allowed if action in STEPS]
    words = {"item": item, "site": site, "steps": steps, "people": people, "choices": CHOICES, "labels": labels()}
    words |= {"due": due.strftime("%Y-%m-%dT%H:%M"), "said": said, "known": known}
    return pages.render("keys/item.html", **words, refused=refused, given=request.form if refused else {})


def known(people, field: str) -> list[tuple[str, str]]:
    """Residents of the unit; of the owner's confirmation only owners."""
    wanted = [one for one in people if field != "confirmed_by_id" or one.role == "owner"]
    return [(str(one.id), f"{one.name} · {state(one.role)}") for one in wanted]


@pages.get("/key-loans/<uuid:loan_id>/slip", allow=READERS)
def slip(loan_id):
    """To be signed by whoever borrows, and filed where the key hung."""
    with reading() as session:
        loan = queries.loan_by_id(session, loan_id)
        item, site = queries.item_by_id(session, loan.item_id), find_site(session, loan.site_id)
        g.zone = site.timezone
        return pages.render("keys/slip.html", loan=shown_loan(loan, principal()), item=item, site=site)
