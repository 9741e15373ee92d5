"""Work orders against bills, payments and the ledger: nothing charged twice, nothing forgotten (RB-5, RB-6, RW-4)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from .facts import Difference, Facts

DONE = {"completed", "verified", "closed"}
UNDECIDED = {"reversed", "disputed"}  # a dispute keeps the bill as far paid as it is, until the cashier decides (RB-8)


def live_bills(facts: Facts) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for bill in facts.bills:
        if bill.get("work_order_id") and bill["state"] != "reversed":
            found[bill["work_order_id"]].append(bill)
    return found


def amount_of(thing: dict, name: str = "amount") -> Decimal:
    return Decimal(str(thing.get(name) or "0"))


def every_paid_order_has_one_bill(facts: Facts) -> Iterator[Difference]:
    bills = live_bills(facts)
    reversed_for = {bill.get("work_order_id") for bill in facts.bills if bill["state"] == "reversed"}
    for order in facts.orders:
        mine = bills[order["work_order_id"]]
        charged = order["state"] in DONE and amount_of(order) > 0
        if charged and len(mine) != 1 and not (not mine and order["work_order_id"] in reversed_for):
            yield Difference("bill", order["number"], f"costs {order['amount']}, has {len(mine)} bills")
        if charged and len(mine) == 1 and amount_of(mine[0]) != amount_of(order):
            yield Difference(
                "bill", order["number"], f"costs {order['amount']}, bill {mine[0]['number']} says {mine[0]['amount']}"
            )


def every_bill_belongs_to_a_completed_order(facts: Facts) -> Iterator[Difference]:
    orders = {order["work_order_id"]: order for order in facts.orders}
    for order_id, bills in live_bills(facts).items():
        order = orders.get(order_id)
        if order is None:
            yield Difference("bill", bills[0]["number"], f"is for order {order_id}, which dispatch does not know")
        elif order["state"] not in DONE or amount_of(order) <= 0:
            yield Difference(
                "bill", bills[0]["number"], f"is for order {order['number']}, {order['state']}, {order['amount']}"
            )


def every_paid_bill_has_receipts(facts: Facts) -> Iterator[Difference]:
    for bill in facts.bills:
        paid, owed, receipts = amount_of(bill, "paid"), amount_of(bill), bill.get("receipt_numbers") or []
        if paid > owed:
            yield Difference("receipt", bill["number"], f"owes {owed}, paid {paid}")
        if (bill["state"] == "paid") != (paid == owed and bill["state"] not in UNDECIDED):
            yield Difference("receipt", bill["number"], f"is {bill['state']}, paid {paid} of {owed}")
        if paid > 0 and not receipts:
            yield Difference("receipt", bill["number"], f"{paid} was paid without a receipt")
        if len(set(receipts)) != len(receipts):
            yield Difference("receipt", bill["number"], f"has a receipt twice: {receipts}")


def the_books_balance(facts: Facts) -> Iterator[Difference]:
    difference = amount_of(facts.trial_balance, "difference")
    if difference:
        yield Difference("ledger", "trial balance", f"debits and credits differ by {difference}")
    for gap in facts.receipt_gaps:
        yield Difference("receipt", str(gap), "is missing from the numbered receipts")
