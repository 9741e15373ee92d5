"""The files of households for people: found, opened, kept up to date, printed (RF-1, RF-5, RF-6)."""

from datetime import date

from flask import g, redirect, request, url_for
from marshmallow import ValidationError

from services.intake.chronicle.models import ChronicleEntry
from services.intake.chronicle.queries import entries_of_unit
from services.intake.chronicle.telling import timeline
from services.intake.directory.page_forms import chosen_site, said
from services.intake.directory.queries import find_site, find_unit
from shared.errors import BadInput, DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import read_form, see_version
from shared.web.pages.naming import sites_by_id
from shared.web.paging import keyset

from . import queries, schemas, usecases
from .agreements import AgreementKind
from .models import Household, HouseholdReading, PersonRole
from .page_steps import ADDS, step_agreement, step_line
from .queries import READERS
from .register_queries import agreement_by_id, vehicles
from .rules import KEEPERS, LEADERS
from .whole_file import history_of, read_file

pages = Pages("households", __name__)
WATCHERS = (*LEADERS, "head_office", "admin")
MOST = 50


@pages.get("/households", allow=READERS)
def file_list():
    return shown_list()


def shown_list(refused: DomainError | None = None) -> str:
    """Found by unit, number, name or plate: the list itself shows nobody."""
    given = {name: request.args[name].strip() for name in SEARCHED if request.args.get(name, "").strip()}
    with reading() as session:
        site = chosen_site(session)
        problem, asked = asked_for(session, site, given)
        page = keyset(session, queries.households(asked), (Household.id,), asked, descending=False)
    words = {"page": page, "site": site, "sites": sites_by_id(), "filters": given, "problem": problem}
    words |= {"keeps": principal().may(site.id, *KEEPERS), "given": request.form if refused else {}}
    return pages.render("households/list.html", **words, refused=refused)


SEARCHED = ("unit", "phone", "name", "plate", "review_due", "after")


def asked_for(session, site, given: dict) -> tuple[str | None, dict]:
    """What is not readable finds nothing, and is said."""
    asked = {"site_id": site.id, **{name: given[name] for name in ("name", "after") if name in given}}
    asked |= {"review_due": True} if "review_due" in given else {}
    if "unit" in given:
        unit = find_unit(session, site.id, given["unit"])
        if unit is None:
            return _("No unit of this site is written like that."), asked
        asked["unit_id"] = unit.id
    if "plate" in given:
        found = session.scalars(vehicles({"site_id": site.id, "plate": given["plate"]})).all()
        asked["ids"] = [vehicle.household_id for vehicle in found]
    try:
        return None, asked | ({"phone": schemas.fields.e164(given["phone"])} if "phone" in given else {})
    except ValidationError as error:
        return _(error.messages[0]), asked


@pages.post("/households", allow=KEEPERS)
def open_household():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            unit = find_unit(w.session, site.id, request.form.get("unit", ""))
            if unit is None:
                raise BadInput(
                    _("No unit of this site is written like that."), errors={"unit": [_("A unit of this site.")]}
                )
            made = usecases.open_household(w, unit.id, [])
    except DomainError as error:
        return shown_list(error), error.status
    return redirect(url_for(".whole_file", household_id=made.id), 303)


@pages.get("/households/<uuid:household_id>", allow=READERS)
def whole_file(household_id):
    return shown_file(household_id)


def shown_file(household_id, refused: DomainError | None = None) -> str:
    """As of today, or of the day in the address. That it was read is written down."""
    with work() as w:
        file = read_file(w, household_id, day_asked())
        site = find_site(w.session, file.site_id)
        watches = principal().may(file.site_id, *WATCHERS)
        readings = last_readings(w.session, household_id) if watches else None
    g.zone = site.timezone
    may = {"keeps": principal().may(site.id, *KEEPERS), "leads": principal().may(site.id, *LEADERS)}
    words = {"file": file, "site": site, "readings": readings, "given": request.form if refused else {}, **may}
    words |= {"roles": said(PersonRole), "agreement_kinds": said(AgreementKind)}
    return pages.render("households/file.html", **words, refused=refused)


def last_readings(session, household_id) -> list[HouseholdReading]:
    newest = queries.readings_of(household_id).order_by(HouseholdReading.at.desc(), HouseholdReading.id.desc())
    return list(session.scalars(newest.limit(MOST)))


def day_asked() -> date | None:
    try:
        return date.fromisoformat(request.args.get("as_of", ""))
    except ValueError:
        return None


@pages.get("/households/<uuid:household_id>/history", allow=READERS)
def history(household_id):
    with work() as w:
        household = queries.find_household(w.session, household_id)
        site = find_site(w.session, household.site_id)
        g.zone = site.timezone
        words = {"told": history_of(w, household_id), "unit": queries.unit_of(w.session, household)}
        newest = entries_of_unit(household.unit_id).order_by(ChronicleEntry.at.desc(), ChronicleEntry.id.desc())
        words["entries"] = timeline(reversed(w.session.scalars(newest.limit(MOST)).all()))
    return pages.render("households/history.html", **words, site=site, household=household)


def carried(household_id, act):
    """One form of the file: done, or the file again with what is in the way."""
    try:
        with work() as w:
            act(w)
    except DomainError as error:
        return shown_file(household_id, error), error.status
    return redirect(url_for(".whole_file", household_id=household_id), 303)


@pages.post("/households/<uuid:household_id>/<string:action>", allow=KEEPERS)
def write_into(household_id, action):
    with reading() as session:
        queries.find_household(session, household_id)
    if action not in ADDS:
        raise BadInput(_("There is no such step."))
    return carried(
        household_id, lambda w: ADDS[action](w, queries.find_household(w.session, household_id), request.form)
    )


@pages.post("/people/<uuid:person_id>", allow=KEEPERS)
def amend_person(person_id):
    """Above all: when somebody moved out."""
    with reading() as session:
        household_id = queries.find_person(session, person_id).household_id

    def act(w):
        person = queries.find_person(w.session, person_id)
        see_version(request.form, person)
        facts = read_form(schemas.AmendPerson, request.form)
        usecases.amend_person(w, person, **{name: value for name, value in facts.items() if name != "version"})

    return carried(household_id, act)


@pages.post("/registers/<string:kind>/<uuid:line_id>/<string:action>", allow=KEEPERS)
def take_line_step(kind, line_id, action):
    with reading() as session:
        household_id = queries.file_of_line(session, kind, line_id)
    return carried(household_id, lambda w: step_line(w, kind, line_id, action, request.form))


@pages.post("/agreements/<uuid:agreement_id>/<string:action>", allow=KEEPERS)
def take_agreement_step(agreement_id, action):
    with reading() as session:
        household_id = agreement_by_id(session, agreement_id).household_id
    return carried(household_id, lambda w: step_agreement(w, agreement_id, action))
