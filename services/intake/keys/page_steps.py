"""What each step with a key asks of a person on its page, and the shape it is read in."""

from shared.web.pages import _
from shared.web.pages.forms import Ask, Step

from . import schemas, usecases
from .models import BorrowerKind, ItemClass, ItemKind, ItemState


def asks(*names: str, needs: tuple[str, ...] = ()) -> tuple[Ask, ...]:
    return tuple(Ask(name, lambda name=name: labels()[name], required=name in needs) for name in names)


LENT = ("borrower_kind", "borrower_name", "borrower_phone", "person_id", "purpose", "due_at")
WHY = asks("reason", needs=("reason",))
STEPS = {
    "lend": Step(
        lambda: _("Lend"),
        usecases.lend_item,
        schemas.LendItem,
        asks(*LENT, "confirmed_by_id", "confirmed_how", needs=("purpose",)),
    ),
    "return": Step(lambda: _("Take it back"), usecases.return_item, schemas.ReturnItem, asks("returned_by", "note")),
    "extend": Step(
        lambda: _("Lend longer"),
        usecases.extend_loan,
        schemas.ExtendLoan,
        asks("due_at", "reason", needs=("due_at", "reason")),
    ),
    "amend": Step(lambda: _("Amend"), usecases.amend_item, schemas.AmendItem, asks("name", "category", "hook")),
    "give-out": Step(
        lambda: _("Give out for good"),
        usecases.give_out,
        schemas.GiveOut,
        asks("receiver", "reason", needs=("receiver",)),
    ),
    "take-back": Step(lambda: _("Back into the cabinet"), usecases.take_back, schemas.KeyReason, WHY),
    "report-lost": Step(lambda: _("Report lost"), usecases.report_lost, schemas.KeyReason, WHY),
    "found": Step(lambda: _("Found again"), usecases.find_again, schemas.KeyReason, WHY),
    "destroy": Step(lambda: _("Destroy"), usecases.destroy_item, schemas.KeyReason, WHY),
}


def labels() -> dict[str, str]:
    return {
        "borrower_kind": _("Borrower is"),
        "borrower_name": _("Name of the borrower"),
        "borrower_phone": _("Phone"),
        "person_id": _("Resident, by the file"),
        "confirmed_by_id": _("Owner who said yes"),
        "confirmed_how": _("How it was confirmed"),
        "purpose": _("Purpose"),
        "due_at": _("Back by"),
        "returned_by": _("Brought by"),
        "note": _("Note"),
        "name": _("What it opens"),
        "category": _("Class"),
        "kind": _("Kind"),
        "hook": _("Where it hangs"),
        "receiver": _("Received by"),
        "reason": _("Reason"),
        "number": _("Number"),
        "unit": _("Unit"),
        "text": _("Text"),
    }


CHOICES = {"borrower_kind": list(BorrowerKind), "category": list(ItemClass), "kind": list(ItemKind)}
STATES = list(ItemState)
