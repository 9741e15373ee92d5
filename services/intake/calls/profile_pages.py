"""A mapping profile for people: a sheet of fields, tried on a sample row by row before it is kept (RD-4, RV-9)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import redirect, request, url_for

from services.intake.accounts.queries import find_integration
from shared.errors import BadInput, DomainError, Malformed
from shared.web.bodies import LARGE_LIMIT, parse_json
from shared.web.current import principal, reading, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import see_version

from .checking import check_profile
from .dry_run import try_profile
from .editions import editions_of, find_edition, keep_edition, state_of, withdraw_edition
from .pages import LOOKERS
from .queries import zone_of
from .remembered import ProfileEdition
from .samples import decoded, read_sample
from .sheet import APART, profile_of, sheet_of
from .words import readable

pages = Pages("profiles", __name__)
PAGE = "/integrations/<uuid:integration_id>/profile"
FRESH = {"timezone": "Asia/Shanghai", "external_id": []}


@pages.get(PAGE, allow=LOOKERS)
def profile(integration_id):
    """The one in force or, with `?edition=`, another to begin from; empty for a platform that has none yet."""
    with reading() as session:
        one = find_integration(session, integration_id)
        asked = request.args.get("edition", "")
        begun = find_edition(session, one.id, int(asked[:9])).profile if asked.isdecimal() else one.profile
        return shown(session, one, begun or FRESH)


@pages.post(PAGE, allow="admin")
def change_profile(integration_id):
    """`try` shows what the sheet would make of the sample; `keep` puts it in force, now or from a day on."""
    request.max_content_length = request.max_form_memory_size = LARGE_LIMIT
    act = keep if request.form.get("act") == "keep" else try_out  # the body is here before a transaction is opened
    with work() as w:
        one = find_integration(w.session, integration_id)
        said, faults = said_profile(one)
        try:
            outcome = act(w, one, said, faults)
        except DomainError as error:
            faults = {name.removeprefix("profile."): told for name, told in error.errors.items()} or {
                "": [error.detail]
            }
            return shown(w.session, one, said, faults=faults), error.status
        if outcome is not None:
            return shown(w.session, one, said, outcome=outcome)
    return redirect(url_for(".profile", integration_id=integration_id), 303)


@pages.post(f"{PAGE}/editions/<int:edition>/withdraw", allow="admin")
def withdraw(integration_id, edition):
    with work() as w:
        w.principal.require(None, "admin")
        withdraw_edition(w, find_integration(w.session, integration_id), edition)
    return redirect(url_for(".profile", integration_id=integration_id), 303)


def said_profile(one) -> tuple[dict, dict]:
    """What the form says, as a profile; and what of the form could not be read."""
    text = request.form.get("json", "").strip()
    if text:
        try:
            said = parse_json(text.encode("utf-8", "replace"))
        except Malformed as error:
            return {}, {"json": [error.detail]}
        return (said, {}) if isinstance(said, dict) else ({}, {"json": [_("A JSON object is expected.")]})
    said, faults = profile_of(request.form.to_dict())
    return said | {APART: one.profile[APART]} if APART in (one.profile or {}) else said, faults


def see_whole(said: dict, faults: dict) -> None:
    """Every fault of the sheet and of the profile at once."""
    known = {} if "json" in faults else check_profile(said)
    found = {name: [*faults.get(name, ()), *known.get(name, ())] for name in {**faults, **known}}
    if found:
        raise BadInput("The profile is not right.", errors=found)


def keep(w, one, said: dict, faults: dict) -> None:
    w.principal.require(None, "admin")
    see_whole(said, faults)
    see_version(request.form, one)
    begins = request.form.get("valid_from", "")
    keep_edition(
        w, one, said, valid_from=moment(begins, zone_of(one)), note=readable(request.form.get("note"), 500) or None
    )


def moment(said: str, zone: ZoneInfo) -> datetime | None:
    """As the form's field writes it, on the profile's own clock; empty is now."""
    try:
        return datetime.fromisoformat(said).replace(tzinfo=zone).astimezone(UTC) if said else None
    except (ValueError, OverflowError):
        raise BadInput("No such time.", errors={"valid_from": [_("A day and a time.")]}) from None


def try_out(w, one, said: dict, faults: dict) -> dict:
    see_whole(said, faults)
    file = request.files.get("file")
    text = decoded(file.read()) if file and file.filename else request.form.get("sample", "")
    return try_profile(w, one, said, read_sample({"sample": text}))


def shown(session, one, said: dict, *, faults: dict | None = None, outcome: dict | None = None) -> str:
    sheet = None if request.args.get("as") == "json" else (sheet_of(said) if not faults else None)
    if request.method == "POST":
        sheet = None if request.form.get("json", "").strip() else request.form.to_dict()
    editions = session.scalars(editions_of(one.id).order_by(ProfileEdition.number.desc()).limit(20)).all()
    words = {"one": one, "said": said, "sheet": sheet, "faults": faults or {}, "outcome": outcome, "editions": editions}
    words |= {"given": request.form, "states": {edition.number: state_of(edition, one) for edition in editions}}
    return pages.render("calls/profile.html", **words, keeps=principal().may(None, "admin"), fresh=not one.profile)
