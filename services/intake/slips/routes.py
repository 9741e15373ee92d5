"""Programs' doors to information slips (RD-12)."""

from datetime import UTC, datetime

from services.intake.tickets.schemas import WithReason
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .models import READERS, STAFF, SlipSummary

slips = Room("slips", __name__, description="From one department to another, followed until closed (RD-12)")


def take(step, slip_id, asked: dict):
    """One step on what its taker has seen."""
    with work() as w:
        slip = queries.slip_by_id(w.session, slip_id, locked=True)
        check_version(slip)
        return step(w, slip, **asked)


@slips.get("/slips", allow=READERS, query=schemas.SlipQuery, answer=schemas.SlipView, page=True)
def list_slips(asked):
    with reading() as session:
        return keyset(session, queries.slips(asked, datetime.now(UTC)), queries.PAGE, asked)


@slips.post("/slips", allow=STAFF, body=schemas.SendSlip, answer=schemas.SlipView, status=201, idempotent=True)
def send_slip(asked):
    with work() as w:
        return usecases.send_slip(w, **asked)


@slips.get("/slips/<uuid:slip_id>", allow=READERS, answer=schemas.SlipView)
def show_slip(slip_id):
    with reading() as session:
        return queries.slip_by_id(session, slip_id)


@slips.post("/slips/<uuid:slip_id>/receive", allow=STAFF, answer=schemas.SlipView)
def receive_slip(slip_id):
    return take(usecases.receive_slip, slip_id, {})


@slips.post("/slips/<uuid:slip_id>/answer", allow=STAFF, body=schemas.AnswerSlip, answer=schemas.SlipView)
def answer_slip(asked, slip_id):
    return take(usecases.answer_slip, slip_id, asked)


@slips.post("/slips/<uuid:slip_id>/close", allow=STAFF, answer=schemas.SlipView)
def close_slip(slip_id):
    """By whoever sent it, or a leader."""
    return take(usecases.close_slip, slip_id, {})


@slips.post("/slips/<uuid:slip_id>/send-back", allow=STAFF, body=WithReason, answer=schemas.SlipView)
def send_back(asked, slip_id):
    """The answer does not do, says whoever sent it, or a leader."""
    return take(usecases.send_back, slip_id, asked)


@slips.post("/slips/<uuid:slip_id>/withdraw", allow=STAFF, body=WithReason, answer=schemas.SlipView)
def withdraw_slip(asked, slip_id):
    return take(usecases.withdraw_slip, slip_id, asked)


@slips.get("/slip-summaries", allow=READERS, query=schemas.SlipSummaryQuery, answer=schemas.SlipSummaryView, page=True)
def list_slip_summaries(asked):
    """What the supervisor was told of each week."""
    with reading() as session:
        return keyset(session, queries.summaries(asked), (SlipSummary.at, SlipSummary.id), asked)
