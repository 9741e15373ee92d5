"""The call is saved: asked once for what is missing, shown once what is alike, and then written down (RD-3, RD-4)."""

from types import SimpleNamespace

from services.intake.cti.usecases import keep_ticket_of_call
from services.intake.incidents.queries import incident_by_id
from services.intake.incidents.usecases import attach_tickets
from services.intake.tickets.during_call import ticket_of_entry
from services.intake.tickets.queries import ticket_by_id
from services.intake.tickets.usecases import add_call, open_ticket
from shared.errors import BadInput

from .draft import Draft, alike
from .notes import write_note

OPTIONAL = ("kind", "priority", "level", "complained_about")


def save_call(work, draft: Draft, answers) -> SimpleNamespace:
    """The ticket; or what has to be asked first: facts that are missing, tickets that may be the same.

    `answers` are those of the form, as `Answers` reads them.
    """
    before = ticket_of_entry(work.session, answers.entry_id)
    if before:
        return SimpleNamespace(ticket=before, missing=[], alike=[])
    see_words(draft)
    missing = [] if answers.asked or answers.join else draft.missing
    twins = [] if answers.new_anyway or answers.join or answers.incident else alike(work.session, draft)
    if missing or twins:
        return SimpleNamespace(ticket=None, missing=missing, alike=twins)
    ticket = join(work, draft, answers) if answers.join else open_new(work, draft, answers)
    if answers.phone_call:
        keep_ticket_of_call(work, answers.phone_call, ticket)
    return SimpleNamespace(ticket=ticket, missing=[], alike=[])


def see_words(draft: Draft) -> None:
    if draft.faults:
        raise BadInput("Something is not right.", errors=draft.faults)
    if not draft.typed["description"] and draft.kind == "unclassified":
        said = {"description": ["A description or a kind is required."]}
        raise BadInput("Say at least what it is about.", errors=said)


def of_the_call(answers) -> dict:
    return {name: getattr(answers, name) for name in ("agent_number", "answer_seconds", "read_back")}


def open_new(work, draft: Draft, answers):
    keep_note(work, draft, answers)
    chosen = {name: draft.typed[name] for name in OPTIONAL if draft.typed[name]}
    opened = open_ticket(
        work,
        ticket_id=answers.entry_id,
        site_id=draft.site.id,
        description=draft.typed["description"],
        category=draft.category.code if draft.category else None,
        unit_id=draft.unit.id if draft.unit else None,
        public_place=draft.place,
        caller=draft.caller or None,
        channel=answers.channel,
        **of_the_call(answers),
        **chosen,
    )
    return one_of_many(work, opened, answers.incident) if answers.incident else opened


def one_of_many(work, ticket, incident_id):
    """The caller means the outage that is going on: the ticket hangs on it from the beginning (RD-17)."""
    attach_tickets(work, incident_by_id(work.session, incident_id, locked=True), tickets=[ticket.id])
    return ticket


def join(work, draft: Draft, answers):
    """The call is kept with the ticket there is. Raises NotFound for one of another site."""
    ticket = ticket_by_id(work.session, answers.join)
    keep_note(work, draft, answers)
    words = {"description": draft.typed["description"], "caller": draft.caller}
    add_call(work, ticket, call_id=answers.entry_id, **words, **of_the_call(answers))
    return ticket


def keep_note(work, draft: Draft, answers) -> None:
    if answers.note:
        unit_id = draft.unit.id if draft.unit else None
        write_note(work, site_id=draft.site.id, text=answers.note, phone=draft.typed["phone"], unit_id=unit_id)
