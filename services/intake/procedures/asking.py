"""What the pages of procedures ask for, and which use case takes the answer (RM-1, RM-5, RM-7)."""

from services.intake.directory.page_forms import said
from shared.web.pages import _
from shared.web.pages.forms import Ask, Step

from . import finding_schemas as shapes
from . import schemas, usecases
from .findings import Responsible


def because(words=lambda: _("Reason")) -> Ask:
    return Ask("reason", words, "area", required=True, longest=500)


DUE = Ask("due_at", lambda: _("To be put right by"), "moment")
NOTICE = (
    Ask("category", lambda: _("What sort (the same word each time)"), required=True, longest=64),
    Ask("description", lambda: _("What is wrong"), "area", required=True, longest=1000),
    Ask("place", lambda: _("Where exactly"), longest=200),
    DUE,
    Ask("responsible", lambda: _("Who has to put it right"), "choice", choices=lambda: said(Responsible)),
    Ask("responsible_name", lambda: _("Name"), longest=100),
    Ask("served_to", lambda: _("Notice handed to"), longest=100),
)
FINDING_STEPS = {
    "rectify": Step(
        lambda: _("Reported as put right"),
        usecases.rectify_finding,
        shapes.RectifyFinding,
        (Ask("note", lambda: _("What was done"), "area", required=True, longest=1000),),
    ),
    "accept": Step(
        lambda: _("Looked at: it is right"),
        usecases.accept_finding,
        shapes.AcceptFinding,
        (Ask("note", lambda: _("Note"), longest=500),),
    ),
    "reject": Step(lambda: _("Looked at: not right"), usecases.reject_finding, shapes.RejectFinding, (because(), DUE)),
    "refuse": Step(lambda: _("They refuse"), usecases.refuse_finding, schemas.BecauseOf, (because(),), aside=True),
    "extend": Step(
        lambda: _("Give more time"),
        usecases.extend_finding,
        shapes.ExtendFinding,
        (Ask("due_at", DUE.words, "moment", required=True), because()),
        aside=True,
    ),
    "withdraw": Step(
        lambda: _("Withdraw the notice"), usecases.withdraw_finding, schemas.BecauseOf, (because(),), aside=True
    ),
}
ACTION_STEPS = {
    "plan": Step(
        lambda: _("Write down cause and measure"),
        usecases.plan_action,
        shapes.PlanCorrectiveAction,
        (
            Ask("cause", lambda: _("Cause"), "area", required=True, longest=1000),
            Ask("responsible", lambda: _("Responsible"), required=True),
            Ask("measure", lambda: _("Measure"), "area", required=True, longest=1000),
            Ask("due_at", lambda: _("Done by"), "moment", required=True),
        ),
    ),
    "carry-out": Step(
        lambda: _("It was carried out"),
        usecases.carry_out_action,
        shapes.NoteCorrectiveAction,
        (Ask("note", lambda: _("What was done"), "area", required=True, longest=1000),),
    ),
    "confirm": Step(
        lambda: _("Checked: it helped"),
        usecases.confirm_action,
        shapes.NoteCorrectiveAction,
        (Ask("note", lambda: _("How it was checked"), "area", required=True, longest=500),),
    ),
    "reject": Step(lambda: _("Checked: it did not help"), usecases.reject_action, schemas.BecauseOf, (because(),)),
}
PROCEDURE_STEPS = {
    "abandon": Step(
        lambda: _("End it before it is done"), usecases.abandon_procedure, schemas.BecauseOf, (because(),), aside=True
    ),
}


def steps_of(thing, known: dict, principal) -> list[tuple[str, Step]]:
    """What this person can do with it now, in the order of its table."""
    return [(action, known[action]) for action in thing.allowed(principal) if action in known]
