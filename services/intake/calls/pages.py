"""Platforms for people: who pushes, what their days came to, how their records are read, what their sandbox saw."""

import json
from datetime import UTC, date, datetime, timedelta

from flask import g, redirect, request, url_for
from sqlalchemy import select

from services.intake.accounts.queries import find_integration
from services.intake.accounts.schemas import CreateIntegration
from services.intake.accounts.usecases import close_sandbox, create_integration, open_sandbox
from services.intake.directory.models import Site
from services.intake.tickets.lifecycle import DESK
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import read_form
from shared.web.paging import keyset
from shared.web.schemas import PageQuery

from .attempts import attempts_of
from .queries import SHOWN_DAYS, days_of, platform_rows, tickets_of, zone_of
from .reconciling import FIRST_YEAR, LAST_YEAR
from .remembered import SandboxAttempt
from .said import spoken

pages = Pages("calls", __name__)
LOOKERS = ("admin", "supervisor")
READERS = tuple(dict.fromkeys((*DESK, *LOOKERS)))


@pages.get("/integrations", allow=READERS)
def platforms():
    return shown_platforms()


@pages.post("/integrations", allow="admin")
def add_platform():
    """A new platform; its keys are on the page that answers, and nowhere else."""
    given = {"code": request.form.get("code", ""), "name": request.form.get("name", "")}
    try:
        asked = read_form(CreateIntegration, request.form, site_ids=request.form.getlist("site_ids"))
        with work() as w:
            w.principal.require(None, "admin")
            made = create_integration(w, **asked)
            return pages.render("calls/keys.html", made=made, one=made.integration, sandbox=False)
    except DomainError as error:
        return shown_platforms(error.errors or {"code": [error.detail]}, given), error.status


def shown_platforms(errors: dict | None = None, given: dict | None = None) -> str:
    with reading() as session:
        rows = platform_rows(session, datetime.now(UTC))
        sites = list(session.scalars(select(Site).order_by(Site.code)))
        may_add = principal().may(None, "admin")
        words = {"rows": rows, "sites": sites, "may_add": may_add, "errors": errors or {}, "given": given or {}}
        return pages.render("calls/platforms.html", **words, looks=bool(principal().all_roles & set(LOOKERS)))


@pages.get("/integrations/<uuid:integration_id>", allow=READERS)
def days(integration_id):
    """The last days of a platform, and what one of them lacks on either side."""
    with reading() as session:
        one = find_integration(session, integration_id)
        g.zone = str(zone_of(one))  # days and spans are the platform's own
        today = datetime.now(UTC).astimezone(zone_of(one)).date()
        shown = days_of(session, one, today - timedelta(days=SHOWN_DAYS - 1), SHOWN_DAYS)
        chosen = days_of(session, one, asked_day() or today - timedelta(days=1), 1)[0]
        named = {key for found in chosen.lists for key in (*found.missing_here, *found.missing_there)}
        named |= {said["external_id"] for found in chosen.lists for said in found.different}
        tickets = tickets_of(session, one.id, sorted(named))
        words = {"one": one, "days": shown, "chosen": chosen, "tickets": tickets}
        return pages.render("calls/days.html", **words, looks=bool(principal().all_roles & set(LOOKERS)))


def asked_day() -> date | None:
    try:
        said = date.fromisoformat(request.args.get("day", ""))
        return said if FIRST_YEAR <= said.year <= LAST_YEAR else None
    except ValueError:
        return None


@pages.get("/integrations/<uuid:integration_id>/sandbox", allow=LOOKERS)
def sandbox(integration_id):
    """What the integrator sent while trying things out, and what came of it."""
    with reading() as session:
        one = find_integration(session, integration_id)
        asked = PageQuery().load({n: v for n, v in request.args.items() if n in ("after", "limit")})
        page = keyset(session, attempts_of(integration_id), (SandboxAttempt.id,), asked)
        return pages.render("calls/sandbox.html", one=one, page=page, gives=principal().may(None, "admin"))


@pages.post("/integrations/<uuid:integration_id>/sandbox", allow="admin")
def change_sandbox(integration_id):
    """New keys for trying out, shown once; or the end of them."""
    with work() as w:
        w.principal.require(None, "admin")
        one = find_integration(w.session, integration_id)
        if request.form.get("end"):
            close_sandbox(w, one)
            return redirect(url_for(".sandbox", integration_id=integration_id), 303)
        return pages.render("calls/keys.html", made=open_sandbox(w, one), one=one, sandbox=True)


@pages.app_template_filter("spoken")
def said_here(said) -> str:
    """In the reader's language."""
    return spoken(said, _)


@pages.app_template_filter("as_json")
def json_of(said) -> str:
    """For people to read: with its characters as they are."""
    return json.dumps(said, ensure_ascii=False, indent=2)
