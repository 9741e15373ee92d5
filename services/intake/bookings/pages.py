"""Rooms and facilities for people: a day with what is taken, a booking, its end (RD-20)."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, redirect, request, url_for
from sqlalchemy import select

from services.intake.directory.page_forms import chosen_site
from services.intake.directory.queries import find_site
from services.intake.duty.figures import day_of
from services.intake.duty.plan import wall
from services.intake.passes.asking import unit_said
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages
from shared.web.pages.forms import read_form, take_step_on_page

from . import asking, queries, usecases
from .models import BOOKERS, KEEPERS, READERS, Facility
from .rules import open_spans
from .schemas import BookFacility, OpenFacility

pages = Pages("bookings", __name__)


@pages.get("/bookings", allow=READERS)
def day_page():
    return shown_day()


@pages.post("/bookings", allow=BOOKERS)
def book():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            also = {"facility_id": request.form.get("facility_id", "")}
            if request.form.get("unit", "").strip():
                also["unit_id"] = unit_said(w.session, site.id, request.form["unit"])
            made = usecases.book_facility(w, **read_form(BookFacility, request.form, **also))
            local = site.date_at(made.starts_at)
    except DomainError as error:
        return shown_day(error), error.status
    return redirect(url_for(".day_page", site_id=site.id, day=local.isoformat()), 303)


@pages.get("/facilities/new", allow=KEEPERS)
def new_facility():
    return facility_page(request.args)


@pages.post("/facilities", allow=KEEPERS)
def open_facility():
    try:
        with work() as w:
            site = chosen_site(w.session, request.form)
            also = {"site_id": str(site.id), "hours": asking.hours_said(request.form)}
            usecases.open_facility(w, **read_form(OpenFacility, request.form, **also))
    except DomainError as error:
        return facility_page(request.form, error), error.status
    return redirect(url_for(".day_page", site_id=site.id), 303)


@pages.get("/bookings/<uuid:booking_id>", allow=READERS)
def sheet(booking_id):
    return booking_page(booking_id)


@pages.post("/bookings/<uuid:booking_id>/<string:action>", allow=BOOKERS)
def take_step(booking_id, action):
    try:
        with work() as w:
            booking = queries.booking_by_id(w.session, booking_id, locked=True)
            take_step_on_page(w, booking, asking.STEPS, action, request.form)
    except DomainError as error:
        return booking_page(booking_id, error), error.status
    return redirect(url_for(".sheet", booking_id=booking_id), 303)


def day_said(site, said: str | None) -> date:
    """The day asked for, else today on the site's wall."""
    try:
        day = date.fromisoformat(said or "")
    except ValueError:
        day = date.min
    return day if 1900 < day.year < 9000 else site.date_at(datetime.now(UTC))


def shown_day(refused: DomainError | None = None) -> str:
    """Each facility with its hours and what is taken of the day."""
    with reading() as session:
        site = chosen_site(session, request.values if refused is None else {})
        day = day_said(site, request.args.get("day") or request.form.get("starts_at", "")[:10])
        since, until = day_of(site, wall(day, "12:00", ZoneInfo(site.timezone)))
        known = session.scalars(select(Facility).where(Facility.site_id == site.id).order_by(Facility.code)).all()
        taken = queries.day_of_site(session, site.id, since, until)
    rows = [(one, open_spans(site, one, day), taken.get(one.id, [])) for one in known]
    who = principal()
    words = {"site": site, "day": day, "rows": rows, "refused": refused, "asks": asking.BOOKING, "given": request.form}
    words |= {"before": day - timedelta(days=1), "after": day + timedelta(days=1), "now": datetime.now(UTC)}
    words |= {"books": who.may(site.id, *BOOKERS), "keeps": who.may(site.id, *KEEPERS)}
    return pages.render("bookings/day.html", **words)


def facility_page(given, refused: DomainError | None = None) -> str:
    with reading() as session:
        site = chosen_site(session, given)
    return pages.render("bookings/facility.html", site=site, given=given, refused=refused, asks=asking.FACILITY)


def booking_page(booking_id: UUID, refused: DomainError | None = None) -> str:
    with reading() as session:
        booking = queries.booking_by_id(session, booking_id)
        site = find_site(session, booking.site_id)
        facility = queries.facility_by_id(session, booking.facility_id)
        g.zone = site.timezone
    steps = [(action, asking.STEPS[action]) for action in booking.allowed(principal())]
    words = {"booking": booking, "facility": facility, "steps": steps, "refused": refused}
    return pages.render("bookings/sheet.html", **words, shows_phone=principal().may(site.id, *BOOKERS))
