"""Events of the gate that a household is told of: who came, what lies here, what left, what was not let in."""

from shared.contracts import intake_gate
from shared.messaging.handlers import Handlers

from . import letters

handlers = Handlers()


@handlers.on_many(intake_gate.VisitorArrived)
def on_visitor_arrived(work, events):
    letters.tell_payers(work, events, "visitor_arrived", visitor)


@handlers.on(intake_gate.ParcelReceived)
def on_parcel_received(work, event):
    """A reminder says that it still lies here (RD-14)."""
    kind = "parcel_waiting" if event.data["reminder"] else "parcel_received"
    letters.tell_payers(work, [event], kind, parcel)


@handlers.on_many(intake_gate.ReleasePassIssued)
def on_release_pass_issued(work, events):
    """To the owner: goods leave only with their word (RD-15)."""
    letters.tell_payers(work, events, "release_pass_issued", release_pass)


@handlers.on_many(intake_gate.ReleasePassUsed)
def on_release_pass_used(work, events):
    letters.tell_payers(work, events, "release_pass_used", release_pass)


@handlers.on_many(intake_gate.GateEnquiryRefused)
def on_gate_enquiry_refused(work, events):
    letters.tell_payers(work, events, "gate_enquiry_refused", refused)


def visitor(data: dict) -> dict:
    return {"visit": data["number"], "unit": data["unit_code"], "visitor": data["visitor"], "purpose": data["purpose"]}


def parcel(data: dict) -> dict:
    said = {"parcel": data["number"], "unit": data["unit_code"], "code": data["pickup_code"]}
    return {**said, "carrier": data.get("carrier") or "–", "shelf": data.get("shelf") or "–"}


def release_pass(data: dict) -> dict:
    return {"pass": data["number"], "unit": data["unit_code"], "items": data["things"]}


def refused(data: dict) -> dict:
    said = {"enquiry": data["number"], "unit": data["unit_code"]}
    return {**said, "what": data["what"], "reason": data["reason"]}
