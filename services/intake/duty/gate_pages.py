"""The handover gate for people: by keyboard on the screen, on A4 with lines to sign (RD-7)."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

from flask import g, redirect, request, url_for

from services.intake.directory.queries import find_site
from shared.errors import BadInput, DomainError, NotFound
from shared.web.current import principal, reading, store, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import see_version

from . import usecases
from .gate import KEEPERS, Handover
from .queries import handover_by_id
from .routes import READERS
from .signing import prove

pages = Pages("duty_gate", __name__)


@pages.get("/handovers/<uuid:handover_id>", allow=READERS)
def gate(handover_id):
    return shown_gate(handover_id)


def take_step(handover_id, act, *, checked: bool = True, proving: bool = False):
    """A button of the gate: the same use case as the program's door, the same refusals."""
    try:
        facts = proved(handover_id) if proving else {}
        with work() as w:
            handover = handover_by_id(w.session, handover_id, locked=True)
            if checked:
                see_version(request.form, handover)
            act(w, handover, **facts)
    except DomainError as error:
        return shown_gate(handover_id, error), error.status
    return redirect(url_for(".gate", handover_id=handover_id), 303)


@pages.post("/handovers/<uuid:handover_id>/acknowledge", allow=KEEPERS)
def acknowledge_item(handover_id):
    """One thing after the other is acknowledged, by two at once: nobody has to have seen the other's last one."""
    return take_step(handover_id, acknowledge, checked=False)


@pages.post("/handovers/<uuid:handover_id>/count", allow=KEEPERS)
def count_entrusted(handover_id):
    return take_step(handover_id, count)


@pages.post("/handovers/<uuid:handover_id>/refresh", allow=KEEPERS)
def refresh_handover(handover_id):
    return take_step(handover_id, usecases.refresh_handover, checked=False)


@pages.post("/handovers/<uuid:handover_id>/sign-outgoing", allow=KEEPERS)
def sign_outgoing(handover_id):
    return take_step(handover_id, usecases.sign_outgoing)


@pages.post("/handovers/<uuid:handover_id>/sign-incoming", allow=KEEPERS)
def sign_incoming(handover_id):
    return take_step(handover_id, usecases.sign_incoming, proving=True)


@pages.post("/handovers/<uuid:handover_id>/withdraw", allow=KEEPERS)
def withdraw_handover(handover_id):
    return take_step(handover_id, withdraw)


def proved(handover_id) -> dict:
    """Only at a handover that there is: nobody tries passwords at the others."""
    with reading() as session:
        handover_by_id(session, handover_id)
    login, password = (request.form.get(name, "")[:200] for name in ("login", "password"))
    now = datetime.now(UTC)
    return {"who": prove(store(), login, password, address=request.remote_addr or "", now=now)}


def withdraw(w, handover: Handover) -> None:
    usecases.withdraw_handover(w, handover, request.form.get("reason", "").strip()[:500])


def acknowledge(w, handover: Handover) -> None:
    try:
        item_id = UUID(request.form.get("item_id", ""))
    except ValueError:
        raise NotFound(_("There is no such item on this handover.")) from None
    note = request.form.get("joint_note", "").strip()[:500] or None
    usecases.acknowledge_item(w, handover, item_id, note)


def count(w, handover: Handover) -> None:
    """Every line of the table; an empty field says nothing."""
    counts = []
    for line in handover.counts:
        said = {name: request.form.get(f"{line.code}-{name}", "").strip() for name in COUNTED}
        if any(said[name] and not said[name].isdecimal() for name in COUNTED[:2]):
            raise BadInput(_("A count is a whole number."), errors={line.code: [_("A count is a whole number.")]})
        numbers = {name: int(said[name][:6]) for name in COUNTED[:2] if said[name]}
        counts.append({"code": line.code, **numbers, "explanation": said["explanation"][:500] or None})
    usecases.count_entrusted(w, handover, counts)


COUNTED = ("outgoing_count", "incoming_count", "explanation")


def shown_gate(handover_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        handover = handover_by_id(session, handover_id)
        site = find_site(session, handover.site_id)
        g.zone = site.timezone
        steps = handover.allowed(principal())
        counts = {"waiting": len(handover.waiting), "unexplained": len(handover.unexplained)}
        in_the_way = SimpleNamespace(**counts, nothing=not any(counts.values()))
        words = {"handover": handover, "site": site, "steps": steps, "in_the_way": in_the_way, "refused": refused}
        return pages.render("duty/handover.html", **words, extra=refused.extra if refused else {})
