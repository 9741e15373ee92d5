"""P4: every sum from every side. What was paid is what the receipts say, what the bills say and what the books say."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from .standing import Standing
from .verdict import Finding, exactly_one

NOTHING = Decimal(0)


def differs(rule: str, about: str, said, right, what: str) -> Iterator[Finding]:
    if said != right:
        yield Finding("mismatched", rule, about, f"{what}: {said}, should be {right}")


def the_money_agrees(standing: Standing) -> Iterator[Finding]:
    live = [part for part in standing.rows("billing", "allocations") if part.undone_at is None]
    by_bill, by_payment = defaultdict(lambda: NOTHING), defaultdict(lambda: NOTHING)
    for part in live:
        by_bill[part.bill_id] += part.amount
        by_payment[part.payment_id] += part.amount
    for bill in standing.rows("billing", "bills"):
        yield from differs("bill", bill.number, bill.paid, by_bill[bill.id], "paid")
        lines = standing.by("billing", "bill_lines", "bill_id").get(bill.id, [])
        yield from differs("bill", bill.number, bill.amount, sum((line.amount for line in lines), NOTHING), "amount")
    for payment in standing.rows("billing", "payments"):
        stands = payment.state != "reversed"
        applied = by_payment[payment.id] + (payment.prepaid if stands else NOTHING)
        yield from differs("receipt", payment.receipt_number, applied, payment.amount if stands else NOTHING, "applied")
    yield from the_books_agree(standing)


def the_books_agree(standing: Standing) -> Iterator[Finding]:
    """Each bill and each payment is entered once, with its amount, and every entry balances."""
    entries = standing.by("billing", "journal_entries", "kind", "about_id")
    postings = standing.by("billing", "journal_postings", "entry_id")
    for entry in standing.rows("billing", "journal_entries"):
        sides = postings.get(entry.id, [])
        debit, credit = (sum((getattr(side, name) for side in sides), NOTHING) for name in ("debit", "credit"))
        yield from differs("books", f"{entry.kind} {entry.id}", debit, credit, "debits against credits")
    for kind, table, number in (("bill_issued", "bills", "number"), ("payment_received", "payments", "receipt_number")):
        for row in standing.rows("billing", table):
            about, entered = getattr(row, number), entries.get((kind, row.id), [])
            yield from exactly_one(len(entered), "books", about, f"entry {kind}")
            for entry in entered:
                debit = sum((side.debit for side in postings.get(entry.id, [])), NOTHING)
                yield from differs("books", about, debit, row.amount, "entered")
