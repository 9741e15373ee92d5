"""The guard's page on a phone: scan or type the code, see what may leave, let out or refuse (RD-15)."""

from datetime import UTC, datetime

from flask import g, redirect, request, url_for

from services.intake.directory.queries import find_site
from shared.errors import DomainError
from shared.web.current import principal, reading, work
from shared.web.pages import Pages
from shared.web.pages.forms import read_form

from . import queries, usecases
from .asking import REASON
from .codes import shown_code
from .models import GATE
from .schemas import RefusePass, UsePass

pages = Pages("gate", __name__)


@pages.get("/gate", allow=GATE)
def gate():
    """Without a code it asks for one; a camera of any make opens it with one."""
    return gate_page(request.args.get("code", ""))


@pages.post("/gate/<uuid:pass_id>/use", allow=GATE)
def let_out(pass_id):
    return taken(pass_id, usecases.use_pass, UsePass)


@pages.post("/gate/<uuid:pass_id>/refuse", allow=GATE)
def refuse(pass_id):
    return taken(pass_id, usecases.refuse_pass, RefusePass)


def taken(pass_id, usecase, shape):
    """The guard sees what became of it, whoever was faster."""
    with reading() as session:
        code = queries.pass_by_id(session, pass_id).code
    try:
        facts = read_form(shape, request.form)
        with work() as w:
            usecase(w, queries.pass_by_id(w.session, pass_id, locked=True), **facts)
    except DomainError as error:
        return gate_page(code, error), error.status
    done = "let_out" if usecase is usecases.use_pass else "refused"
    return redirect(url_for(".gate", code=code, done=done), 303)


def gate_page(said: str, refused: DomainError | None = None) -> str:
    words = {"said": said, "held": None, "refused": refused, "reason": REASON, "done": request.args.get("done")}
    if said.strip():
        try:
            with reading() as session:
                held = queries.pass_by_code(session, said)
                g.zone = find_site(session, held.site_id).timezone
        except DomainError as error:
            return pages.render("passes/gate.html", **words, unknown=error)
        standing = held.standing(datetime.now(UTC))
        words |= {"held": held, "standing": standing, "code": shown_code(held.code)}
        words["steps"] = held.allowed(principal()) if standing == "ready" else ()
    return pages.render("passes/gate.html", **words, unknown=None)
