"""Programs' doors to the handover gate (RD-7)."""

from datetime import UTC, datetime

from flask import request

from shared.web.current import reading, store, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import gate_schemas as shapes
from . import usecases
from .gate import KEEPERS, Handover
from .queries import handover_by_id
from .queries import handovers as asked_handovers
from .routes import READERS
from .signing import prove

handovers = Room("handovers", __name__, description="From one shift to the next: counted, acknowledged, signed (RD-7)")


def read_handover(session, handover_id) -> Handover:
    """For a step that is only right on what its taker has seen."""
    handover = handover_by_id(session, handover_id, locked=True)
    check_version(handover)
    return handover


@handovers.get("/handovers", allow=READERS, query=shapes.HandoverQuery, answer=shapes.HandoverLine, page=True)
def list_handovers(asked):
    with reading() as session:
        return keyset(session, asked_handovers(asked), (Handover.drawn_at, Handover.id), asked)


@handovers.post("/handovers", allow=KEEPERS, body=shapes.DrawHandover, answer=shapes.HandoverView, status=201)
def draw_handover(asked):
    """Every unfinished thing is listed by the house."""
    with work() as w:
        return usecases.draw_handover(w, **asked)


@handovers.get("/handovers/<uuid:handover_id>", allow=READERS, answer=shapes.HandoverView)
def show_handover(handover_id):
    with reading() as session:
        return handover_by_id(session, handover_id)


@handovers.post(
    "/handovers/<uuid:handover_id>/items/<uuid:item_id>/acknowledge",
    allow=KEEPERS,
    body=shapes.AcknowledgeItem,
    answer=shapes.HandoverView,
)
def acknowledge_item(asked, handover_id, item_id):
    """One thing after the other: no version is asked for, two may go through the list together."""
    with work() as w:
        handover = handover_by_id(w.session, handover_id, locked=True)
        return usecases.acknowledge_item(w, handover, item_id, asked.get("joint_note"))


@handovers.post(
    "/handovers/<uuid:handover_id>/count",
    allow=KEEPERS,
    body=shapes.CountEntrusted,
    answer=shapes.HandoverView,
)
def count_entrusted(asked, handover_id):
    with work() as w:
        handover = read_handover(w.session, handover_id)
        return usecases.count_entrusted(w, handover, asked["counts"])


@handovers.post("/handovers/<uuid:handover_id>/refresh", allow=KEEPERS, answer=shapes.HandoverView)
def refresh_handover(handover_id):
    with work() as w:
        return usecases.refresh_handover(w, handover_by_id(w.session, handover_id, locked=True))


@handovers.post("/handovers/<uuid:handover_id>/sign-outgoing", allow=KEEPERS, answer=shapes.HandoverView)
def sign_outgoing(handover_id):
    with work() as w:
        handover = read_handover(w.session, handover_id)
        return usecases.sign_outgoing(w, handover)


@handovers.post(
    "/handovers/<uuid:handover_id>/sign-incoming",
    allow=KEEPERS,
    body=shapes.SignIncoming,
    answer=shapes.HandoverView,
)
def sign_incoming(asked, handover_id):
    """The incoming side's own login and password. 409 names what is still open."""
    with reading() as session:
        handover_by_id(session, handover_id)
    who = prove(store(), asked["login"], asked["password"], address=request.remote_addr or "", now=datetime.now(UTC))
    with work() as w:
        handover = read_handover(w.session, handover_id)
        return usecases.sign_incoming(w, handover, who)


@handovers.post(
    "/handovers/<uuid:handover_id>/withdraw",
    allow=KEEPERS,
    body=shapes.WithdrawHandover,
    answer=shapes.HandoverView,
)
def withdraw_handover(asked, handover_id):
    with work() as w:
        handover = read_handover(w.session, handover_id)
        return usecases.withdraw_handover(w, handover, asked["reason"])
