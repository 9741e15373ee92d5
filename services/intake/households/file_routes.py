"""Programs' doors to the whole file: as of a day, its history, agreements, vehicles, notes (RF-1, RF-5)."""

from shared.web.current import reading, work
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import agreeing, file_schemas, register_queries
from .agreements import Agreement, Vehicle
from .file_schemas import AgreementView, VehicleView
from .queries import find_household
from .routes import READERS, households
from .rules import KEEPERS
from .whole_file import history_of, read_file

FILE = "/households/<uuid:household_id>"
AGREEMENT = "/agreements/<uuid:agreement_id>"


@households.get(f"{FILE}/file", allow=READERS, query=file_schemas.FileQuery, answer=file_schemas.FileView)
def show_file(asked, household_id):
    """Everything of the household, as of a day. That you read it is written down."""
    with work() as w:
        return read_file(w, household_id, asked.get("as_of"))


@households.get(f"{FILE}/history", allow=READERS, answer=file_schemas.HistoryView)
def show_history(household_id):
    """Who was what from when to when, and what was changed."""
    with work() as w:
        return history_of(w, household_id)


@households.post(
    f"{FILE}/notes", allow=KEEPERS, body=file_schemas.WriteFileNote, answer=file_schemas.FileNoteView, status=201
)
def write_file_note(asked, household_id):
    with work() as w:
        return agreeing.write_note(w, find_household(w.session, household_id), asked["text"])


@households.get("/agreements", allow=READERS, query=file_schemas.AgreementQuery, answer=AgreementView, page=True)
def list_agreements(asked):
    """`ends_by` with `state=in_force` is what expires (RF-5)."""
    with reading() as session:
        return keyset(session, register_queries.agreements(asked), (Agreement.id,), asked)


@households.post(
    f"{FILE}/agreements", allow=KEEPERS, body=file_schemas.RecordAgreement, answer=AgreementView, status=201
)
def record_agreement(asked, household_id):
    with work() as w:
        return agreeing.record_agreement(w, find_household(w.session, household_id), **asked)


@households.get(AGREEMENT, allow=READERS, answer=AgreementView)
def show_agreement(agreement_id):
    with reading() as session:
        return register_queries.agreement_by_id(session, agreement_id)


def agreement_step(agreement_id, step, **facts):
    with work() as w:
        agreement = register_queries.agreement_by_id(w.session, agreement_id, locked=True)
        check_version(agreement)
        return step(w, agreement, **facts)


@households.post(f"{AGREEMENT}/amend", allow=KEEPERS, body=file_schemas.AmendAgreement, answer=AgreementView)
def amend_agreement(asked, agreement_id):
    return agreement_step(agreement_id, agreeing.amend_agreement, **asked)


@households.post(f"{AGREEMENT}/renew", allow=KEEPERS, body=file_schemas.RenewAgreement, answer=AgreementView)
def renew_agreement(asked, agreement_id):
    """The old one is answered, now renewed; the new one names it in `renews_id`."""
    return agreement_step(agreement_id, agreeing.renew_agreement, **asked)


@households.post(f"{AGREEMENT}/end", allow=KEEPERS, body=file_schemas.EndAgreement, answer=AgreementView)
def end_agreement(asked, agreement_id):
    return agreement_step(agreement_id, agreeing.end_agreement, **asked)


@households.get("/vehicles", allow=READERS, query=file_schemas.VehicleQuery, answer=VehicleView, page=True)
def list_vehicles(asked):
    with reading() as session:
        return keyset(session, register_queries.vehicles(asked), (Vehicle.id,), asked)


@households.post(f"{FILE}/vehicles", allow=KEEPERS, body=file_schemas.RecordVehicle, answer=VehicleView, status=201)
def record_vehicle(asked, household_id):
    with work() as w:
        return agreeing.record_vehicle(w, find_household(w.session, household_id), **asked)


@households.patch("/vehicles/<uuid:vehicle_id>", allow=KEEPERS, body=file_schemas.AmendVehicle, answer=VehicleView)
def amend_vehicle(asked, vehicle_id):
    with work() as w:
        vehicle = register_queries.vehicle_by_id(w.session, vehicle_id)
        check_version(vehicle)
        return agreeing.amend_vehicle(w, vehicle, **asked)
