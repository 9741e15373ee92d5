"""What each step asks of a person on the page of a ticket, and how the answers are read."""

from dataclasses import dataclass

from marshmallow import ValidationError
from sqlalchemy import select

from services.intake.directory.queries import categories_by_code
from shared.errors import BadInput
from shared.web.pages import _
from shared.web.pages.filters import state
from shared.web.pages.forms import on_the_wall

from . import schemas, usecases
from .models import Ticket
from .states import Priority, TicketKind


@dataclass(frozen=True)
class Step:
    """An action with a button: its words, the shape of its answers, the use case, and what is asked."""

    words: object
    usecase: object
    schema: type | None = None
    asks: tuple[str, ...] = ()


STEPS = {
    "classify": Step(lambda: _("Classify"), usecases.classify_ticket, schemas.ClassifyTicket, ("kind", "category")),
    "take": Step(lambda: _("Take on"), usecases.take_ticket),
    "resume": Step(lambda: _("Go on"), usecases.resume_ticket),
    "amend": Step(lambda: _("Amend"), usecases.amend_ticket, schemas.AmendTicket, ("description", "priority")),
    "wait": Step(lambda: _("Let wait"), usecases.wait_ticket, schemas.WaitTicket, ("reason", "until")),
    "reopen": Step(lambda: _("Reopen"), usecases.reopen_ticket, schemas.WithReason, ("reason",)),
    "waive": Step(lambda: _("Close without a visit"), usecases.waive_ticket, schemas.WithReason, ("reason",)),
    "handover-owner": Step(lambda: _("Hand over"), usecases.hand_over_owner, schemas.HandOverOwner, ("to", "reason")),
    "merge": Step(lambda: _("Join to another"), usecases.merge_ticket, schemas.MergeTicket, ("into", "reason")),
    "answer": Step(lambda: _("Answer"), usecases.answer_ticket, schemas.AnswerTicket, ("answer", "written")),
    "take-report": Step(lambda: _("Take on the report"), usecases.take_report, schemas.TakeReport, ("note",)),
    "decline": Step(lambda: _("Decline"), usecases.decline_ticket, schemas.DeclineTicket, ("explanation",)),
    "cancel": Step(lambda: _("Cancel"), usecases.cancel_ticket, schemas.WithReason, ("reason",)),
}


def asked_words() -> dict[str, str]:
    """The labels of what is asked."""
    return {
        "kind": _("Kind"),
        "category": _("Category"),
        "priority": _("Priority"),
        "description": _("Description"),
        "reason": _("Reason"),
        "until": _("Until"),
        "to": _("Login of the new owner"),
        "into": _("Number of the ticket that stays"),
        "answer": _("What was answered"),
        "written": _("In writing?"),
        "note": _("What will be done"),
        "file": _("The file"),
        "explanation": _("What the customer was told"),
    }


def choices(session, chinese: bool) -> dict[str, list[tuple[str, str]]]:
    """Lists to choose from: (value, words)."""
    categories = categories_by_code(session).values()
    return {
        "kind": [(k.value, state(k)) for k in TicketKind if k != TicketKind.UNCLASSIFIED],
        "written": [("true", _("yes")), ("false", _("no"))],
        "priority": [(p.value, state(p)) for p in Priority],
        "category": [(c.code, c.name_zh if chinese else c.name_en) for c in categories],
    }


def read_step(session, ticket, step: Step, form) -> dict:
    """The answers as the use case takes them. Raises BadInput naming what is wrong."""
    if step.schema is None:
        return {}
    given = {name: form[name].strip() for name in step.asks if form.get(name, "").strip()}
    if "until" in given:
        given["until"] = on_the_wall(given["until"])
    if "written" in given:
        given["written"] = given["written"] == "true"
    if "into" in given:
        given["into"] = number_of(session, ticket, given["into"])
    try:
        return {name: value for name, value in step.schema().load(given).items() if name != "version"}
    except ValidationError as error:
        raise BadInput(_("Something is missing or not right."), errors=error.messages) from error


def number_of(session, ticket, said: str) -> str:
    """People name a ticket by its number; an unknown one is left for the use case to refuse."""
    chosen = select(Ticket.id).where(Ticket.site_id == ticket.site_id, Ticket.number == said)
    return str(session.scalar(chosen) or ticket.id)
