"""What each step with a key asks of a person on its page, and the shape it is read in."""

from dataclasses import dataclass

from shared.web.pages import _

from . import schemas, usecases
from .models import BorrowerKind, ItemClass, ItemKind, ItemState


@dataclass(frozen=True)
class Step:
    """A button: its words, the use case, the shape of what is asked."""

    words: object
    usecase: object
    schema: type
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


LENT = ("borrower_kind", "borrower_name", "borrower_phone", "person_id", "purpose", "due_at")
STEPS = {
    "lend": Step(
        lambda: _("Lend"),
        usecases.lend_item,
        schemas.LendItem,
        (*LENT, "confirmed_by_id", "confirmed_how"),
        ("purpose",),
    ),
    "return": Step(lambda: _("Take it back"), usecases.return_item, schemas.ReturnItem, ("returned_by", "note")),
    "extend": Step(
        lambda: _("Lend longer"), usecases.extend_loan, schemas.ExtendLoan, ("due_at", "reason"), ("due_at", "reason")
    ),
    "amend": Step(lambda: _("Amend"), usecases.amend_item, schemas.AmendItem, ("name", "category", "hook")),
    "give-out": Step(
        lambda: _("Give out for good"), usecases.give_out, schemas.GiveOut, ("receiver", "reason"), ("receiver",)
    ),
    "take-back": Step(
        lambda: _("Back into the cabinet"), usecases.take_back, schemas.KeyReason, ("reason",), ("reason",)
    ),
    "report-lost": Step(lambda: _("Report lost"), usecases.report_lost, schemas.KeyReason, ("reason",), ("reason",)),
    "found": Step(lambda: _("Found again"), usecases.find_again, schemas.KeyReason, ("reason",), ("reason",)),
    "destroy": Step(lambda: _("Destroy"), usecases.destroy_item, schemas.KeyReason, ("reason",), ("reason",)),
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
