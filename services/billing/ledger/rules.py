"""What makes an entry right: two sides, equal to the fen (RB-5)."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from .models import Account

NOTHING = Decimal("0.00")
REVENUES = {
    "labour": Account.REVENUE_LABOUR,
    "material": Account.REVENUE_MATERIAL,
    "call_out": Account.REVENUE_CALL_OUT,
}


@dataclass(frozen=True)
class Side:
    """One posting to be written, in yuan."""

    account: Account
    debit: Decimal = NOTHING
    credit: Decimal = NOTHING
    bill_id: UUID | None = None
    payment_id: UUID | None = None
    unit_id: UUID | None = None


def revenue_of(kind: str) -> Account:
    """The revenue account of a kind of bill line."""
    return REVENUES.get(kind, Account.REVENUE_OTHER)


def debit(account: Account, amount: Decimal, **about) -> Side:
    return Side(account, debit=amount, **about)


def credit(account: Account, amount: Decimal, **about) -> Side:
    return Side(account, credit=amount, **about)


def counter(sides: list[Side]) -> list[Side]:
    """The sides that undo `sides`: debit and credit change places."""
    return [Side(s.account, s.credit, s.debit, s.bill_id, s.payment_id, s.unit_id) for s in sides]


def weigh(sides: list[Side]) -> list[Side]:
    """The sides worth writing. Raises ValueError unless debits equal credits and nothing is negative."""
    kept = [side for side in sides if side.debit or side.credit]
    if any(side.debit < 0 or side.credit < 0 or (side.debit and side.credit) for side in kept):
        raise ValueError("A posting has one side, and no amount below zero.")
    debits, credits_ = sum(s.debit for s in kept), sum(s.credit for s in kept)
    if not kept or debits != credits_:
        raise ValueError(f"Debits {debits} and credits {credits_} differ.")
    return kept
