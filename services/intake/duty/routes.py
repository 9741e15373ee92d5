"""Programs' doors to the duty log, the shifts and the handover."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import request

from shared.web.current import principal, reading, store, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import gate_schemas, queries, schemas, usecases
from .gate import KEEPERS, Handover
from .log import log_of
from .looking import shown, state_of_duty
from .signing import prove

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


@duty.get("/handovers", allow=READERS, query=gate_schemas.HandoverQuery, answer=gate_schemas.HandoverLine, page=True)
def list_handovers(asked):
    with reading() as session:
        return keyset(session, queries.handovers(asked), (Handover.drawn_at, Handover.id), asked)


@duty.post("/handovers", allow=KEEPERS, body=gate_schemas.DrawHandover, answer=gate_schemas.HandoverView, status=201)
def draw_handover(asked):
    """Every unfinished thing is listed by the house."""
    with work() as w:
        return usecases.draw_handover(w, **asked)


@duty.get("/handovers/<uuid:handover_id>", allow=READERS, answer=gate_schemas.HandoverView)
def show_handover(handover_id):
    with reading() as session:
        return queries.handover_by_id(session, handover_id)


@duty.post(
    "/handovers/<uuid:handover_id>/items/<uuid:item_id>/acknowledge",
    allow=KEEPERS,
    body=gate_schemas.AcknowledgeItem,
    answer=gate_schemas.HandoverView,
)
def acknowledge_item(asked, handover_id, item_id):
    """One thing after the other: no version is asked for, two may go through the list together."""
    with work() as w:
        handover = queries.handover_by_id(w.session, handover_id)
        return usecases.acknowledge_item(w, handover, item_id, asked.get("joint_note"))


@duty.post(
    "/handovers/<uuid:handover_id>/count",
    allow=KEEPERS,
    body=gate_schemas.CountEntrusted,
    answer=gate_schemas.HandoverView,
)
def count_entrusted(asked, handover_id):
    with work() as w:
        handover = queries.handover_by_id(w.session, handover_id)
        check_version(handover)
        return usecases.count_entrusted(w, handover, asked["counts"])


@duty.post("/handovers/<uuid:handover_id>/refresh", allow=KEEPERS, answer=gate_schemas.HandoverView)
def refresh_handover(handover_id):
    with work() as w:
        return usecases.refresh_handover(w, queries.handover_by_id(w.session, handover_id))


@duty.post("/handovers/<uuid:handover_id>/sign-outgoing", allow=KEEPERS, answer=gate_schemas.HandoverView)
def sign_outgoing(handover_id):
    with work() as w:
        handover = queries.handover_by_id(w.session, handover_id)
        check_version(handover)
        return usecases.sign_outgoing(w, handover)


@duty.post(
    "/handovers/<uuid:handover_id>/sign-incoming",
    allow=KEEPERS,
    body=gate_schemas.SignIncoming,
    answer=gate_schemas.HandoverView,
)
def sign_incoming(asked, handover_id):
    """The incoming side's own login and password. 409 names what is still open."""
    with reading() as session:
        queries.handover_by_id(session, handover_id)
    who = prove(store(), asked["login"], asked["password"], address=request.remote_addr or "", now=now())
    with work() as w:
        handover = queries.handover_by_id(w.session, handover_id)
        check_version(handover)
        return usecases.sign_incoming(w, handover, who)


@duty.post(
    "/handovers/<uuid:handover_id>/withdraw",
    allow=KEEPERS,
    body=gate_schemas.WithdrawHandover,
    answer=gate_schemas.HandoverView,
)
def withdraw_handover(asked, handover_id):
    with work() as w:
        handover = queries.handover_by_id(w.session, handover_id)
        check_version(handover)
        return usecases.withdraw_handover(w, handover, asked["reason"])
