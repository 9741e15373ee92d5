"""Things of the cabinet as this reader may see them: numbers only for those who ring people up (RF-6)."""

from types import SimpleNamespace

from services.intake.households.rules import sees_numbers, shown_phone

from .models import KeyItem, KeyLoan
from .schemas import KeyLine, KeyLoanView
from .thing_schemas import ThingView
from .things import EntrustedThing


def shown_phone_of(raw: str | None, openly: bool) -> str | None:
    return shown_phone(raw, None, openly=openly)["raw"] if raw else raw


def shown_loan(loan: KeyLoan, principal) -> SimpleNamespace:
    facts = {name: getattr(loan, name) for name in KeyLoanView._declared_fields}
    openly = sees_numbers(principal, loan.site_id)
    return SimpleNamespace(**facts | {"borrower_phone": shown_phone_of(loan.borrower_phone, openly)})


def shown_item(item: KeyItem, principal) -> SimpleNamespace:
    """Its loans newest first."""
    facts = {name: getattr(item, name) for name in KeyLine._declared_fields}
    loans = [shown_loan(loan, principal) for loan in reversed(item.loans)]
    return SimpleNamespace(**facts, allowed=item.allowed(principal), loans=loans)


def shown_thing(thing: EntrustedThing, principal) -> SimpleNamespace:
    own = [name for name in ThingView._declared_fields if name != "allowed"]
    facts = {name: getattr(thing, name) for name in own}
    openly = sees_numbers(principal, thing.site_id)
    facts["giver_phone"] = shown_phone_of(thing.giver_phone, openly)
    return SimpleNamespace(**facts, allowed=thing.allowed(principal))
