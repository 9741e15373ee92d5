"""Slips for people: what my department owes, a new one, the sheet, the weeks (RD-12)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import g, redirect, request, url_for

from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import find_site
from services.intake.passes.asking import unit_said
from services.intake.tickets.schemas import WithReason
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import Ask, Step, read_form, take_step_on_page
from shared.web.pages.words import language
from shared.web.paging import keyset

from . import queries, usecases
from .models import READERS, STAFF, SlipSummary
from .rules import departments_of, rules_of
from .schemas import AnswerSlip, SendSlip

pages = Pages("slips", __name__)
REASON = Ask("reason", lambda: _("Reason"), "area", required=True, longest=500)
ANSWER = Ask("answer", lambda: _("Answer"), "area", required=True, longest=2000)
STEPS = {
    "answer": Step(lambda: _("Answer"), usecases.answer_slip, AnswerSlip, (ANSWER,)),
    "receive": Step(lambda: _("We have it"), usecases.receive_slip),
    "close": Step(lambda: _("Settled: close"), usecases.close_slip),
    "send-back": Step(lambda: _("The answer does not do"), usecases.send_back, WithReason, (REASON,)),
    "withdraw": Step(lambda: _("Withdraw"), usecases.withdraw_slip, WithReason, (REASON,), aside=True),
}


@dataclass(frozen=True)
class View:
    key: str
    words: str
    asked: dict


def views() -> list[View]:
    return [
        View("open", _("Under way"), {"state": "sent,acknowledged,replied"}),
        View("late", _("Overdue"), {"overdue": True}),
        View("all", _("All"), {}),
    ]


def names(known: dict[str, dict]) -> list[tuple[str, str]]:
    return [(code, name[language()]) for code, name in sorted(known.items())]


def asks(known: dict[str, dict]) -> tuple[Ask, ...]:
    return (
        Ask("from_department", lambda: _("From which department"), "choice", lambda: names(known), required=True),
        Ask("to_department", lambda: _("To which department"), "choice", lambda: names(known), required=True),
        Ask("subject", lambda: _("What it is about"), required=True, longest=200),
        Ask("text", lambda: _("What is asked"), "area", required=True, longest=2000),
        Ask("due_at", lambda: _("Due (empty: the usual time)"), "moment"),
        Ask("unit", lambda: _("Unit")),
    )


@pages.get("/slips", allow=READERS)
def slip_list():
    return shown_list()


@pages.post("/slips", allow=STAFF)
def send_slip():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            also = {"site_id": str(site.id)}
            if request.form.get("unit", "").strip():
                also["unit_id"] = unit_said(w.session, site.id, request.form["unit"])
            made = usecases.send_slip(w, **read_form(SendSlip, request.form, **also))
    except DomainError as error:
        return shown_list(error), error.status
    return redirect(url_for(".sheet", slip_id=made.id), 303)


@pages.get("/slips/weeks", allow=READERS)
def weeks():
    asked = {"limit": 12, "after": request.args.get("after")}
    with reading() as session:
        site = chosen_site(session)
        page = keyset(session, queries.summaries({"site_id": site.id}), (SlipSummary.at, SlipSummary.id), asked)
    return pages.render("slips/weeks.html", page=page, site=site, target=rules_of(site)["target_percent"])


@pages.get("/slips/<uuid:slip_id>", allow=READERS)
def sheet(slip_id):
    return sheet_page(slip_id)


@pages.post("/slips/<uuid:slip_id>/<string:action>", allow=STAFF)
def take_step(slip_id, action):
    try:
        with work() as w:
            slip = queries.slip_by_id(w.session, slip_id, locked=True)
            take_step_on_page(w, slip, STEPS, action, request.form)
    except DomainError as error:
        return sheet_page(slip_id, error), error.status
    return redirect(url_for(".sheet", slip_id=slip_id), 303)


def shown_list(refused: DomainError | None = None) -> str:
    now = datetime.now(UTC)
    chosen = next((view for view in views() if view.key == request.args.get("view")), views()[0])
    paging = {"limit": 50, "after": request.args.get("after")}
    with reading() as session:
        site = chosen_site(session, request.values if refused is None else {})
        page = keyset(session, queries.slips({**chosen.asked, "site_id": site.id}, now), queries.PAGE, paging)
        known = departments_of(session, site.id)
    words = {"site": site, "page": page, "views": views(), "chosen": chosen.key, "known": known, "now": now}
    words |= {"refused": refused, "asks": asks(known), "given": request.form}
    return pages.render("slips/list.html", **words, writes=principal().may(site.id, *STAFF))


def sheet_page(slip_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        slip = queries.slip_by_id(session, slip_id)
        site = find_site(session, slip.site_id)
        g.zone = site.timezone
        known = departments_of(session, site.id)
    steps = [(action, STEPS[action]) for action in STEPS if action in slip.allowed(principal())]
    words = {"slip": slip, "known": known, "steps": steps, "refused": refused, "late": slip.late(datetime.now(UTC))}
    return pages.render("slips/sheet.html", **words, asks=(REASON, ANSWER), site_name=site.name[language()])
