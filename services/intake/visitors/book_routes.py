"""Programs' doors to gate enquiries and parcels (RD-14, RD-16)."""

from services.intake.tickets.schemas import WithReason
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset

from . import book_schemas as shapes
from . import queries, usecases
from .enquiries import GateEnquiry
from .models import DESK, GATE, READERS
from .parcels import Parcel
from .routes import take
from .schemas import StateQuery

gate_book = Room("gate book", __name__, description="What may come in, what was handed in (RD-14, RD-16)")
ENQUIRY, PARCEL = "/gate-enquiries/<uuid:enquiry_id>", "/parcels/<uuid:parcel_id>"


@gate_book.get("/gate-enquiries", allow=READERS, query=StateQuery, answer=shapes.EnquiryView, page=True)
def list_enquiries(asked):
    with reading() as session:
        return keyset(session, queries.enquiries(asked), queries.ENQUIRY_PAGE, asked)


@gate_book.post("/gate-enquiries", allow=GATE, body=shapes.AskDesk, answer=shapes.EnquiryView, status=201)
def ask_desk(asked):
    with work() as w:
        return usecases.ask_desk(w, **asked)


@gate_book.get(ENQUIRY, allow=READERS, answer=shapes.EnquiryView)
def show_enquiry(enquiry_id):
    with reading() as session:
        return queries.shown(session, GateEnquiry, enquiry_id)


@gate_book.post(f"{ENQUIRY}/approve", allow=DESK, body=shapes.ApproveEnquiry, answer=shapes.EnquiryView)
def approve_enquiry(asked, enquiry_id):
    return take(usecases.approve_enquiry, GateEnquiry, enquiry_id, asked)


@gate_book.post(f"{ENQUIRY}/refuse", allow=DESK, body=WithReason, answer=shapes.EnquiryView)
def refuse_enquiry(asked, enquiry_id):
    """The owner is told why."""
    return take(usecases.refuse_enquiry, GateEnquiry, enquiry_id, asked)


@gate_book.post(f"{ENQUIRY}/let-in", allow=GATE, answer=shapes.EnquiryView)
def let_in(enquiry_id):
    return take(usecases.let_in, GateEnquiry, enquiry_id, {})


@gate_book.post(f"{ENQUIRY}/withdraw", allow=GATE, body=WithReason, answer=shapes.EnquiryView)
def withdraw_enquiry(asked, enquiry_id):
    return take(usecases.withdraw_enquiry, GateEnquiry, enquiry_id, asked)


@gate_book.get("/parcels", allow=READERS, query=shapes.ParcelQuery, answer=shapes.ParcelView, page=True)
def list_parcels(asked):
    with reading() as session:
        return keyset(session, queries.parcels(asked), queries.PARCEL_PAGE, asked)


@gate_book.post(
    "/parcels", allow=GATE, body=shapes.ReceiveParcel, answer=shapes.ParcelView, status=201, idempotent=True
)
def receive_parcel(asked):
    """The household is told at once."""
    with work() as w:
        return usecases.receive_parcel(w, **asked)


@gate_book.get(PARCEL, allow=READERS, answer=shapes.ParcelView)
def show_parcel(parcel_id):
    with reading() as session:
        return queries.shown(session, Parcel, parcel_id)


@gate_book.post(f"{PARCEL}/collect", allow=GATE, body=shapes.CollectParcel, answer=shapes.ParcelView)
def collect_parcel(asked, parcel_id):
    return take(usecases.collect_parcel, Parcel, parcel_id, asked)


@gate_book.post(f"{PARCEL}/chase", allow=GATE, answer=shapes.ParcelView)
def chase_parcel(parcel_id):
    """The household is reminded now."""
    return take(usecases.chase_parcel, Parcel, parcel_id, {})


@gate_book.post(f"{PARCEL}/return", allow=GATE, body=WithReason, answer=shapes.ParcelView)
def return_parcel(asked, parcel_id):
    return take(usecases.return_parcel, Parcel, parcel_id, asked)
