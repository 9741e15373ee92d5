"""The monthly count and what customers left at the desk, for people and for paper (RF-4, RF-7)."""

from datetime import UTC, datetime
from uuid import UUID

from flask import g, redirect, request, url_for

from services.intake.directory.page_forms import chosen_site, said
from services.intake.directory.queries import find_site
from shared.capitals import in_capitals
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import Step, read_form, take_step_on_page
from shared.web.pages.naming import sites_by_id
from shared.web.paging import keyset
from shared.web.schemas import paged

from . import queries, thing_schemas, usecases
from .counts import KeyCount
from .looking import shown_thing
from .models import KEEPERS
from .pages import unit_named
from .routes import READERS
from .site_rules import month_of
from .things import EntrustedThing, ThingKind, ThingState

pages = Pages("key_things", __name__)
ENDS = {
    "give-back": Step(lambda: _("Give it back"), usecases.give_back, thing_schemas.EndThing),
    "pass-on": Step(lambda: _("Pass it on"), usecases.pass_on, thing_schemas.EndThing),
}


@pages.get("/entrusted", allow=READERS)
def things():
    return shown_things()


def shown_things(refused: DomainError | None = None) -> str:
    given = {name: request.args[name] for name in ("state", "text", "after") if request.args.get(name)}
    given.setdefault("state", str(ThingState.HELD))
    with reading() as session:
        site = chosen_site(session)
        asked = paged(thing_schemas.ThingQuery)().load({**given, "site_id": str(site.id)})
        order = (EntrustedThing.taken_at, EntrustedThing.id)
        page = keyset(session, queries.things(asked), order, asked)
    words = {"page": page, "site": site, "sites": sites_by_id(), "filters": given, "kinds": said(ThingKind)}
    words |= {"states": list(ThingState), "keeps": principal().may(site.id, *KEEPERS)}
    return pages.render("keys/things.html", **words, refused=refused, given=request.form if refused else {})


@pages.post("/entrusted", allow=KEEPERS)
def take_thing():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            unit = unit_named(w.session, site.id)
            more = {"unit_id": str(unit.id)} if unit else {}
            thing = usecases.take_thing(w, **read_form(thing_schemas.TakeThing, request.form, **more))
    except DomainError as error:
        return shown_things(error), error.status
    return redirect(url_for(".receipt", thing_id=thing.id), 303)


@pages.get("/entrusted/<uuid:thing_id>", allow=READERS)
def receipt(thing_id):
    return shown_receipt(thing_id)


@pages.post("/entrusted/<uuid:thing_id>/<string:action>", allow=KEEPERS)
def end_thing(thing_id, action):
    try:
        with work() as w:
            thing = queries.thing_by_id(w.session, thing_id, locked=True)
            take_step_on_page(w, thing, ENDS, action, request.form)
    except DomainError as error:
        return shown_receipt(thing_id, error), error.status
    return redirect(url_for(".receipt", thing_id=thing_id), 303)


def shown_receipt(thing_id, refused: DomainError | None = None) -> str:
    """The paper of both sides: taken, and given back."""
    with reading() as session:
        found = queries.thing_by_id(session, thing_id)
        thing, site = shown_thing(found, principal()), find_site(session, found.site_id)
    g.zone = site.timezone
    words = {"thing": thing, "site": site, "refused": refused, "given": request.form if refused else {}}
    words["steps"] = [(action, ENDS[action]) for action in thing.allowed]
    capitals = in_capitals(thing.amount) if thing.amount else None
    return pages.render("keys/receipt.html", **words, capitals=capitals)


@pages.get("/key-counts", allow=READERS)
def counts():
    return shown_counts()


def shown_counts(refused: DomainError | None = None) -> str:
    with reading() as session:
        site = chosen_site(session)
        asked = {"site_id": site.id, "limit": 24}
        page = keyset(session, queries.counts(asked), (KeyCount.drawn_at, KeyCount.id), asked)
        there = queries.count_of_month(session, site.id, month_of(site, datetime.now(UTC)))
    words = {"page": page, "site": site, "sites": sites_by_id(), "keeps": principal().may(site.id, *KEEPERS)}
    return pages.render("keys/counts.html", **words, there=there, refused=refused)


@pages.post("/key-counts", allow=KEEPERS)
def draw_count():
    try:
        with work() as w:
            count = usecases.draw_count(w, chosen_site(w.session, request.form).id)
    except DomainError as error:
        return shown_counts(error), error.status
    return redirect(url_for(".count", count_id=count.id), 303)


@pages.get("/key-counts/<uuid:count_id>", allow=READERS)
def count(count_id):
    return shown_count(count_id)


@pages.post("/key-counts/<uuid:count_id>/<string:action>", allow=KEEPERS)
def count_step(count_id, action):
    try:
        with work() as w:
            found = queries.count_by_id(w.session, count_id, locked=True)
            take_step_on_page(w, found, COUNTING, action, request.form)
    except DomainError as error:
        return shown_count(count_id, error), error.status
    return redirect(url_for(".count", count_id=count_id), 303)


def counted(w, found: KeyCount) -> None:
    """Every line that was ticked either way; an untouched one says nothing."""
    lines = []
    for line in found.lines:
        said = request.form.get(f"found-{line.item_id}")
        if said in ("yes", "no"):
            because = request.form.get(f"explanation-{line.item_id}", "").strip()[:500]
            lines.append({"item_id": UUID(str(line.item_id)), "found": said == "yes", "explanation": because or None})
    usecases.count_items(w, found, lines, request.form.get("surplus", "").strip()[:500])


COUNTING = {
    "count": Step(lambda: _("Keep the counts"), counted),
    "sign": Step(lambda: _("Sign the count"), usecases.sign_count),
    "withdraw": Step(lambda: _("Withdraw"), usecases.withdraw_count, thing_schemas.WithdrawCount),
}


def shown_count(count_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        found = queries.count_by_id(session, count_id)
        site = find_site(session, found.site_id)
        g.zone = site.timezone
        words = {"count": found, "site": site, "steps": found.allowed(principal()), "refused": refused}
        return pages.render("keys/count.html", **words, extra=refused.extra if refused else {})
