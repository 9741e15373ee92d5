"""Programs' doors to receptions (RD-19)."""

from services.intake.tickets.schemas import WithReason
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import queries, schemas, usecases
from .models import HOSTS, READERS

receptions = Room("receptions", __name__, description="Meetings and guests by work sheet (RD-19)")
SHEET = "/receptions/<uuid:reception_id>"


def take(step, reception_id, asked: dict):
    """One step on what its taker has seen."""
    with work() as w:
        reception = queries.reception_by_id(w.session, reception_id, locked=True)
        check_version(reception)
        return step(w, reception, **asked)


@receptions.get("/receptions", allow=READERS, query=schemas.ReceptionQuery, answer=schemas.ReceptionView, page=True)
def list_receptions(asked):
    with reading() as session:
        return keyset(session, queries.receptions(asked), queries.PAGE, asked)


@receptions.post(
    "/receptions",
    allow=HOSTS,
    body=schemas.PlanReception,
    answer=schemas.ReceptionView,
    status=201,
    idempotent=True,
)
def plan_reception(asked):
    with work() as w:
        return usecases.plan_reception(w, **asked)


@receptions.get(SHEET, allow=READERS, answer=schemas.ReceptionView)
def show_reception(reception_id):
    with reading() as session:
        return queries.reception_by_id(session, reception_id)


@receptions.post(f"{SHEET}/check", allow=HOSTS, body=schemas.CheckReception, answer=schemas.ReceptionView)
def check_line(asked, reception_id):
    return take(usecases.check_line, reception_id, asked)


@receptions.post(f"{SHEET}/arrive", allow=HOSTS, body=schemas.ReceiveGuests, answer=schemas.ReceptionView)
def receive_guests(asked, reception_id):
    return take(usecases.receive_guests, reception_id, asked)


@receptions.post(f"{SHEET}/serve", allow=HOSTS, body=schemas.ServeRound, answer=schemas.ReceptionView)
def serve_round(asked, reception_id):
    return take(usecases.serve_round, reception_id, asked)


@receptions.post(f"{SHEET}/tally", allow=HOSTS, body=schemas.TallySupplies, answer=schemas.ReceptionView)
def tally_supplies(asked, reception_id):
    return take(usecases.tally_supplies, reception_id, asked)


@receptions.post(f"{SHEET}/end", allow=HOSTS, body=schemas.EndReception, answer=schemas.ReceptionView)
def end_reception(asked, reception_id):
    return take(usecases.end_reception, reception_id, asked)


@receptions.post(f"{SHEET}/cancel", allow=HOSTS, body=WithReason, answer=schemas.ReceptionView)
def call_off(asked, reception_id):
    return take(usecases.call_off, reception_id, asked)
