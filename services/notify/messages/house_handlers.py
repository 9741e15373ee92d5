"""Events of the house that its people are told of: late slips, a week of slips, guests who come."""

from shared.contracts import intake_receptions, intake_slips
from shared.messaging.handlers import Handlers

from . import letters

handlers = Handlers()


@handlers.on(intake_slips.SlipOverdue)
def on_slip_overdue(work, event):
    letters.tell_leaders(work, event, "slip_overdue", slip)


@handlers.on(intake_slips.SlipSummaryIssued)
def on_slip_summary_issued(work, event):
    letters.tell_leaders(work, event, "slip_summary_issued", summary)


@handlers.on(intake_receptions.ReceptionDue)
def on_reception_due(work, event):
    """To the desk, in good time to do it."""
    kind = "reception_round" if event.data["what"] == "round" else "reception_check"
    letters.tell_leaders(work, event, kind, reception)


def slip(data: dict) -> dict:
    said = {"slip": data["number"], "subject": data["subject"], "due": data["due_at"]}
    return {**said, "department": letters.both(data["to_department"])}


def summary(data: dict) -> dict:
    shares = ((letters.both(part["name"]), part) for part in data["departments"])
    parts = [f"{name} {part['on_time']}/{part['due']} ({part['percent']} %)" for name, part in shares]
    return {"week": data["week"].isoformat(), "target": data["target_percent"], "departments": "; ".join(parts)}


def reception(data: dict) -> dict:
    said = {"reception": data["number"], "title": data["title"], "place_of_it": data["place"]}
    return {**said, "people": data["people"]}
