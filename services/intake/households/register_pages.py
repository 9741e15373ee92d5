"""Registers, their months and the monthly lists for people and for paper (RF-2, RF-5)."""

from datetime import UTC, date, datetime

from flask import g, redirect, request, url_for

from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import find_site
from shared.errors import DomainError, NotFound
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import Step, take_step_on_page
from shared.web.pages.naming import sites_by_id

from . import archiving, month_schemas, register_queries, registering
from .archive import RegisterMonth
from .monthly import LISTS, monthly_list
from .queries import READERS
from .registers import REGISTERS, RegisterCheck
from .rules import KEEPERS, LEADERS, sees_numbers
from .whole_file import shown_facts, shown_line

pages = Pages("registers", __name__)
MOST = 2000
CHECKED = 30


def day_in(name: str, usual: date) -> date:
    """A day or a month of the address; what cannot be read is today."""
    said = request.values.get(name, "")
    try:
        return date.fromisoformat(said if len(said) > 7 else f"{said}-01")
    except ValueError:
        return usual


@pages.get("/registers/<string:kind>", allow=READERS)
def register_page(kind):
    return shown_register(kind)


def shown_register(register: str, refused: DomainError | None = None) -> str:
    """As of a day, in the order of the units: as it is printed."""
    if register not in REGISTERS:
        raise NotFound(_("There is no such register."))
    with work() as w:
        site = chosen_site(w.session)
        day = day_in("as_of", site.date_at(datetime.now(UTC)))
        asked = {"site_id": site.id, "as_of": day}
        found = list(w.session.scalars(register_queries.lines(register, asked).limit(MOST)))
        registering.note_reading(w, register, found)
        codes = register_queries.unit_codes(w.session, {line.unit_id for line in found})
        of_site = {"site_id": site.id, "register": register}
        months = register_queries.months(of_site).order_by(RegisterMonth.month.desc()).limit(CHECKED)
        checks = register_queries.checks(of_site).order_by(RegisterCheck.id.desc()).limit(CHECKED)
        newest = {"months": w.session.scalars(months).all(), "checks": w.session.scalars(checks).all()}
    openly = sees_numbers(principal(), site.id)
    lines = [(codes[line.unit_id], shown_line(register, line, openly)) for line in found]
    words = {"register": register, "site": site, "sites": sites_by_id(), "day": day, "openly": openly}
    words |= {"lines": sorted(lines, key=lambda row: row[0]), "more": len(found) == MOST, **newest}
    may = {"keeps": principal().may(site.id, *KEEPERS), "leads": principal().may(site.id, *LEADERS)}
    return pages.render("households/register.html", **words, **may, refused=refused)


@pages.post("/registers/<string:kind>/months", allow=KEEPERS)
def produce_month(kind):
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            month = day_in("month", site.date_at(w.now))
            made = archiving.produce_month(w, site.id, known(kind), month)
    except DomainError as error:
        return shown_register(kind, error), error.status
    return redirect(url_for(".month_page", month_id=made.id), 303)


def known(register: str) -> str:
    if register not in REGISTERS:
        raise NotFound(_("There is no such register."))
    return register


@pages.get("/register-months/<uuid:month_id>", allow=READERS)
def month_page(month_id):
    return shown_month(month_id)


STEPS = {
    "review": Step(lambda: _("Reviewed: it is right"), archiving.review_month, month_schemas.ReviewMonth),
    "sign": Step(lambda: _("Sign into the archive"), archiving.sign_month),
    "produce-again": Step(lambda: _("Make it again"), archiving.produce_again, month_schemas.ProduceAgain),
}


@pages.post("/register-months/<uuid:month_id>/<string:action>", allow=KEEPERS)
def take_month_step(month_id, action):
    try:
        with work() as w:
            made = register_queries.month_by_id(w.session, month_id, locked=True)
            take_step_on_page(w, made, STEPS, action, request.form)
    except DomainError as error:
        return shown_month(month_id, error), error.status
    return redirect(url_for(".month_page", month_id=month_id), 303)


def shown_month(month_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        made: RegisterMonth = register_queries.month_by_id(session, month_id)
        site = find_site(session, made.site_id)
        g.zone = site.timezone
        openly = sees_numbers(principal(), made.site_id)
        lines = [shown_facts(line, openly) for line in made.lines]
        words = {"month": made, "lines": lines, "site": site, "refused": refused}
        words["steps"] = [(action, STEPS[action]) for action in made.allowed(principal())]
        return pages.render("households/month.html", **words, given=request.form if refused else {})


def words_of_lists() -> dict[str, str]:
    return {
        "leases-ending": _("Leases that end"),
        "agreements-expiring": _("Agreements that expire"),
        "vacancies": _("Vacant units"),
        "owner-changes": _("Changes of owner"),
        "reviews-due": _("Files to review"),
    }


@pages.get("/household-lists", allow=READERS)
def list_page():
    which, now = request.args.get("which", "leases-ending"), datetime.now(UTC)
    if which not in LISTS:
        raise NotFound(_("There is no such list."))
    with reading() as session:
        site = chosen_site(session)
        month = day_in("month", site.date_at(now)).replace(day=1)
        rows = monthly_list(session, which, site, month, now)
    words = {"which": which, "lists": words_of_lists(), "rows": rows, "month": month, "site": site}
    return pages.render("households/monthly.html", **words, sites=sites_by_id())
