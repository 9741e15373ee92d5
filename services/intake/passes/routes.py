"""Programs' doors to item-release passes (RD-15)."""

from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.schemas import WithReason
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .models import GATE, READERS

passes = Room("release passes", __name__, description="Goods leave the gate with a confirmed pass, once (RD-15)")


def seen_pass(session, pass_id):
    """For a step that is only right on what its taker has seen."""
    held = queries.pass_by_id(session, pass_id, locked=True)
    check_version(held)
    return held


@passes.get("/release-passes", allow=READERS, query=schemas.PassQuery, answer=schemas.PassLine, page=True)
def list_passes(asked):
    with reading() as session:
        return keyset(session, queries.passes(asked), queries.PAGE, asked)


@passes.post(
    "/release-passes",
    allow=DESK,
    body=schemas.RequestPass,
    answer=schemas.PassView,
    status=201,
    idempotent=True,
)
def request_pass(asked):
    """409 says what is owed, when nothing may be."""
    with work() as w:
        return usecases.request_pass(w, **asked)


@passes.get("/release-passes/scanned", allow=GATE, query=schemas.ScannedQuery, answer=schemas.PassView)
def scan_pass(asked):
    """By its code, as the gate scans or types it. Nothing is used up by looking."""
    with reading() as session:
        return queries.pass_by_code(session, asked["code"])


@passes.get("/release-passes/<uuid:pass_id>", allow=READERS, answer=schemas.PassView)
def show_pass(pass_id):
    with reading() as session:
        return queries.pass_by_id(session, pass_id)


@passes.post("/release-passes/<uuid:pass_id>/confirm", allow=DESK, body=schemas.ConfirmPass, answer=schemas.PassView)
def confirm_pass(asked, pass_id):
    with work() as w:
        return usecases.confirm_pass(w, seen_pass(w.session, pass_id), **asked)


@passes.post("/release-passes/<uuid:pass_id>/use", allow=GATE, body=schemas.UsePass, answer=schemas.PassView)
def use_pass(asked, pass_id):
    """No version is asked for: a pass is used once, and 409 says who did and when."""
    with work() as w:
        return usecases.use_pass(w, queries.pass_by_id(w.session, pass_id, locked=True), **asked)


@passes.post("/release-passes/<uuid:pass_id>/refuse", allow=GATE, body=schemas.RefusePass, answer=schemas.PassView)
def refuse_pass(asked, pass_id):
    with work() as w:
        return usecases.refuse_pass(w, queries.pass_by_id(w.session, pass_id, locked=True), **asked)


@passes.post("/release-passes/<uuid:pass_id>/cancel", allow=DESK, body=WithReason, answer=schemas.PassView)
def cancel_pass(asked, pass_id):
    with work() as w:
        return usecases.cancel_pass(w, seen_pass(w.session, pass_id), asked["reason"])
