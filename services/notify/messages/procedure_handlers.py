"""Events of long procedures: the owner hears of the permit and of what has to be put right, leaders of what is not."""

from shared.contracts import intake_procedures
from shared.messaging.handlers import Handlers

from . import letters

handlers = Handlers()


@handlers.on_many(intake_procedures.RenovationApproved)
def on_renovation_approved(work, events):
    letters.tell_payers(work, events, "renovation_approved", permit)


@handlers.on_many(intake_procedures.NoticeWritten)
def on_notice_written(work, events):
    """To the owner, whoever lives there (RM-5)."""
    letters.tell_payers(work, events, "notice_written", notice)


@handlers.on(intake_procedures.NoticeEscalated)
def on_notice_escalated(work, event):
    letters.tell_leaders(work, event, "notice_escalated", escalated)


def permit(data: dict) -> dict:
    until = data["valid_until"].isoformat() if data.get("valid_until") else "–"
    return {"procedure": data["number"], "unit": data["unit_code"], "until": until, "hours": data["work_hours"] or "–"}


def notice(data: dict) -> dict:
    said = {"notice": data["number"], "unit": data["unit_code"], "sort": data["category"]}
    return {**said, "what": data["description"], "due": data["due_at"]}


def escalated(data: dict) -> dict:
    said = {"notice": data["number"], "where": data["place"], "what": data["description"]}
    return {**said, "reason": data.get("reason") or "–"}
