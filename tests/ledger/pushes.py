"""P1, P2: what callers were told was accepted is one ticket, the one they were told of, and each repeat was told so."""

from collections import Counter
from collections.abc import Iterator

from .book import Book
from .standing import Standing
from .verdict import Finding


def every_accepted_push_is_one_ticket(book: Book, standing: Standing) -> Iterator[Finding]:
    tickets = {key: rows for key, rows in standing.by("intake", "tickets", "external_id").items() if key}
    entries = book.entries("push")
    for key, entry in entries.items():
        yield from same_answers(entry)
        stands = tickets.get(key, [])
        if len(stands) > 1:
            yield Finding("doubled", "push", key, f"stands as {len(stands)} tickets")
        elif stands and not entry.is_accepted:
            yield Finding("recovered", "push", key, "nobody was told, and it stands")
        elif entry.is_accepted and not stands:
            yield Finding("lost", "push", key, f"was accepted as {entry.told[0].get('number')}")
        elif stands:
            yield from as_it_was_told(standing, entry, stands[0])
    for key in tickets.keys() - entries.keys():
        yield Finding("unexpected", "push", key, "stands, and nobody pushed it")


def same_answers(entry) -> Iterator[Finding]:
    """P2: the first answer again, word for word."""
    other = [told for told in entry.told if told != entry.told[0]]
    if other:
        yield Finding("mismatched", "push", entry.key, f"was told {entry.told[0]}, then {other[0]}")


def as_it_was_told(standing: Standing, entry, ticket) -> Iterator[Finding]:
    told = entry.told[0]
    if (told.get("ticket_id"), told.get("number")) != (str(ticket.id), ticket.number):
        yield Finding("mismatched", "push", entry.key, f"was told {told}, stands as {ticket.number} {ticket.id}")
    kept = standing.by("intake", "pushes", "external_id").get(entry.key, [])
    if [str(push.ticket_id) for push in kept] != [str(ticket.id)]:
        yield Finding("mismatched", "push", entry.key, f"is kept {len(kept)} times beside its ticket {ticket.number}")


def every_accepted_payment_is_one_receipt(book: Book, standing: Standing) -> Iterator[Finding]:
    """Payments are noted under their Idempotency-Key with the receipt number they were told (P4)."""
    if not standing.has("billing"):
        return
    receipts = Counter(row.receipt_number for row in standing.rows("billing", "payments"))
    for key, entry in book.entries("payment").items():
        numbers = {told["receipt_number"] for told in entry.told}
        if len(numbers) > 1:
            yield Finding("doubled", "payment", key, f"was given the receipts {sorted(numbers)}")
        for number in numbers:
            if not receipts[number]:
                yield Finding("lost", "payment", key, f"was given receipt {number}, which does not stand")


def counts(book: Book) -> Counter:
    """How much was asked and how much was promised."""
    entries = book.entries("push").values()
    return Counter(
        attempts=sum(entry.attempts for entry in entries),
        pushed=len(entries),
        accepted=sum(entry.is_accepted for entry in entries),
        repeated=sum(len(entry.told) - 1 for entry in entries if entry.is_accepted),
    )
