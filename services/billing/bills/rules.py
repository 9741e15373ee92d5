"""A bill's arithmetic: lines that explain themselves, and what it means to the books (RB-1, RB-5)."""

from decimal import Decimal

from services.billing.ledger.models import Account
from services.billing.ledger.rules import Side, credit, debit, revenue_of
from services.billing.tariffs.rules import charge
from shared.errors import ContractBroken

NOTHING = Decimal("0.00")


def check_sums(order: dict) -> None:
    """Raises ContractBroken unless each line is quantity × price and the lines add up to the amount (RB-1)."""
    for line in order["lines"]:
        right = charge(line["quantity"], line["price"])
        if line["amount"] != right:
            said = f"{line['code']} {line['quantity']} × {line['price']} is {right}, not {line['amount']}."
            raise ContractBroken(f"{order['number']}: {said}")
        if line["amount"] < 0:
            raise ContractBroken(f"{order['number']}: {line['code']} costs less than nothing.")
    total = sum((line["amount"] for line in order["lines"]), NOTHING)
    if total != order["amount"]:
        raise ContractBroken(f"{order['number']}: the lines add up to {total}, not {order['amount']}.")


def free_of_charge(order: dict) -> bool:
    """Work that is redone costs the customer nothing, whatever was used for it (RW-8)."""
    return order["amount"] == 0 and (order["kind"] == "rework" or not any(line["amount"] for line in order["lines"]))


def sides_of(bill) -> list[Side]:
    """The customer owes the amount; revenue by kind of line."""
    revenue: dict[Account, Decimal] = {}
    for line in bill.lines:
        account = revenue_of(line.kind)
        revenue[account] = revenue.get(account, NOTHING) + line.amount
    about = {"bill_id": bill.id, "unit_id": bill.unit_id}
    return [
        debit(Account.RECEIVABLE, bill.amount, **about),
        *(credit(account, amount, **about) for account, amount in revenue.items()),
    ]
