"""The handover gate for people: by keyboard on the screen, on A4 with lines to sign (RD-7)."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

from flask import g, redirect, request, url_for

from shared.errors import BadInput, DomainError, NotFound, Stale
from shared.web.current import principal, reading, store, work
from shared.web.pages import Pages, _

from . import usecases
from .gate import KEEPERS, Handover
from .queries import handover_by_id, site_of
from .routes import READERS
from .signing import prove

pages = Pages("duty_gate", __name__)


@pages.get("/handovers/<uuid:handover_id>", allow=READERS)
def gate(handover_id):
    return shown_gate(handover_id)


@pages.post("/handovers/<uuid:handover_id>/<string:action>", allow=KEEPERS)
def take_step(handover_id, action):
    """A button of the gate: the same use case as the program's door, the same refusals."""
    if action not in STEPS:
        raise NotFound(_("There is no such step."))
    try:
        facts = proved() if action == "sign-incoming" else {}
        with work() as w:
            handover = handover_by_id(w.session, handover_id)
            see_version(handover, action)
            STEPS[action](w, handover, **facts)
    except DomainError as error:
        return shown_gate(handover_id, error), error.status
    return redirect(url_for(".gate", handover_id=handover_id) + ("#items" if action == "acknowledge" else ""), 303)


def proved() -> dict:
    login, password = (request.form.get(name, "")[:200] for name in ("login", "password"))
    now = datetime.now(UTC)
    return {"who": prove(store(), login, password, address=request.remote_addr or "", now=now)}


def see_version(handover: Handover, action: str) -> None:
    """One thing after the other is acknowledged by two at once; everything else is for who saw the latest."""
    if action not in ("acknowledge", "refresh") and request.form.get("version") != str(handover.version):
        raise Stale(_("Somebody else changed this at the same moment. Read it again and repeat what still fits."))


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
STEPS = {
    "acknowledge": acknowledge,
    "count": count,
    "refresh": usecases.refresh_handover,
    "sign-outgoing": usecases.sign_outgoing,
    "sign-incoming": usecases.sign_incoming,
    "withdraw": lambda w, handover: usecases.withdraw_handover(
        w, handover, request.form.get("reason", "").strip()[:500]
    ),
}


def shown_gate(handover_id, refused: DomainError | None = None) -> str:
    with reading() as session:
        handover = handover_by_id(session, handover_id)
        site = site_of(session, handover.site_id)
        g.zone = site.timezone
        steps = handover.allowed(principal())
        counts = {"waiting": len(handover.waiting), "unexplained": len(handover.unexplained)}
        in_the_way = SimpleNamespace(**counts, nothing=not any(counts.values()))
        words = {"handover": handover, "site": site, "steps": steps, "in_the_way": in_the_way, "refused": refused}
        return pages.render("duty/handover.html", **words, extra=refused.extra if refused else {})
