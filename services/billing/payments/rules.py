"""How money is spread over bills, and what that means to the books (RB-6)."""

from collections.abc import Iterable
from decimal import Decimal

from services.billing.ledger.models import Account
from services.billing.ledger.rules import Side, credit, debit

from .models import Method

NOTHING = Decimal("0.00")
TILL = {
    Method.CASH: Account.CASH,
    Method.TRANSFER: Account.BANK,
    Method.CARD: Account.CARD,
    Method.WALLET: Account.WALLET,
}


def spread(amount: Decimal, owed: Iterable[tuple]) -> tuple[list[tuple], Decimal]:
    """Fill what is owed in the given order: ([(thing, part > 0)], what is left over), together exactly `amount`."""
    parts, left = [], amount
    for thing, open_amount in owed:
        part = min(left, open_amount)
        if part > 0:
            parts.append((thing, part))
            left -= part
    return parts, left


def sides_of_allocations(allocations) -> list[Side]:
    return [credit(Account.RECEIVABLE, a.amount, bill_id=a.bill_id, payment_id=a.payment_id) for a in allocations]


def sides_of(payment, allocations) -> list[Side]:
    """Money in the till; less is owed, and the rest is owed to the unit."""
    about = {"payment_id": payment.id, "unit_id": payment.unit_id}
    return [
        debit(TILL[payment.method], payment.amount, **about),
        *sides_of_allocations(allocations),
        credit(Account.PREPAYMENTS, payment.prepaid, **about),
    ]


def sides_of_application(payment, amount: Decimal, allocations) -> list[Side]:
    """A prepayment pays bills."""
    drawn = debit(Account.PREPAYMENTS, amount, payment_id=payment.id, unit_id=payment.unit_id)
    return [drawn, *sides_of_allocations(allocations)]
