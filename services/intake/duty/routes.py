"""Programs' doors to the duty log and the shifts; `gate_routes` has those to the handover."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.web.current import principal, reading, work
from shared.web.doors import Room
from shared.web.paging import keyset

from . import queries, schemas, usecases
from .gate import KEEPERS
from .log import log_of
from .looking import shown, state_of_duty

duty = Room("duty", __name__, description="Duty round the clock: log, shifts, handover, reports (RD-1, RD-3, RD-7…10)")
READERS = (*KEEPERS, "head_office", "admin")
HOURS = timedelta(hours=12)
WATCHERS = (*READERS, "technician", "area_manager", "cashier")


def now() -> datetime:
    return datetime.now(UTC)


@duty.get("/duty", allow=READERS, query=schemas.DutySiteQuery, answer=schemas.DutyView)
def show_duty(asked):
    """Who is on duty and everything that is theirs."""
    with reading() as session:
        return state_of_duty(session, asked["site_id"], now())


@duty.post("/duty/begin", allow=KEEPERS, body=schemas.DutySite, answer=schemas.ShiftView, status=201)
def begin_shift(asked):
    """Only where nobody is on duty yet; afterwards shifts follow each other by handover."""
    with work() as w:
        return usecases.begin_shift(w, **asked)


@duty.get("/duty/log", allow=READERS, query=schemas.DutyLogQuery, answer=schemas.DutyLogView)
def read_log(asked):
    """Everything that came in, whatever way: entries, tickets, calls; the last twelve hours unless said."""
    until = asked.get("until") or now()
    since = asked.get("since") or until - HOURS
    with reading() as session:
        return {"items": log_of(session, asked["site_id"], since, until, principal())}


@duty.get("/duty/entries", allow=READERS, query=schemas.DutyEntryQuery, answer=schemas.DutyEntryView, page=True)
def list_entries(asked):
    with reading() as session:
        page = keyset(session, queries.entries(asked), queries.PAGE, asked)
        return replace(page, items=[shown(entry, principal()) for entry in page.items])


@duty.post(
    "/duty/entries", allow=KEEPERS, body=schemas.WriteEntry, answer=schemas.DutyEntryView, status=201, idempotent=True
)
def write_entry(asked):
    with work() as w:
        return usecases.write_entry(w, **asked)


@duty.get("/duty/entries/<uuid:entry_id>", allow=READERS, answer=schemas.DutyEntryView)
def show_entry(entry_id):
    with reading() as session:
        return shown(queries.entry_by_id(session, entry_id), principal())


@duty.post(
    "/duty/entries/<uuid:entry_id>/correct",
    allow=KEEPERS,
    body=schemas.CorrectEntry,
    answer=schemas.DutyEntryView,
    status=201,
)
def correct_entry(asked, entry_id):
    """A new entry that points at this one; this one stays as it is."""
    with work() as w:
        return usecases.correct_entry(w, entry_id, **asked)
