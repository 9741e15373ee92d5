"""Faults to plant in the databases of a finished day: what is spoilt where, and how the judge has to name it."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

DELETE, COPY = "delete", "copy"
EVENT = "routing_key = '{}.v1'"


class Plant(NamedTuple):
    """`how` is DELETE, COPY or what is set; `word` and `rule` are those of the finding it must lead to."""

    service: str
    table: str
    how: str
    word: str
    rule: str
    where: str = "1"


def plant(folder: Path, fault: Plant) -> None:
    """Spoil one row."""
    spoilt = {DELETE: "DELETE FROM {table}", COPY: "INSERT INTO {table} SELECT * FROM {table}"}
    chosen = " WHERE rowid = (SELECT max(rowid) FROM {table} WHERE {where})"
    statement = (spoilt.get(fault.how, "UPDATE {table} SET {how}") + chosen).format(**fault._asdict())
    with sqlite3.connect(folder / f"{fault.service}.db") as database:
        loosen(database, fault.table)
        done = database.execute(statement)
        assert done.rowcount == 1, fault


def loosen(database: sqlite3.Connection, table: str) -> None:
    """Make the table anew without its keys and guards: they would refuse most of what is planted."""
    for step in ("CREATE TABLE spoilt AS SELECT * FROM {}", "DROP TABLE {}", "ALTER TABLE spoilt RENAME TO {}"):
        database.execute(step.format(table))


ACCEPTED = {
    "a ticket is gone": Plant("intake", "tickets", DELETE, "lost", "push"),
    "a ticket stands twice": Plant("intake", "tickets", COPY, "doubled", "push"),
    "a ticket has another number": Plant("intake", "tickets", "number = 'T-2026-000999'", "mismatched", "push"),
    "a ticket nobody pushed": Plant("intake", "tickets", "external_id = 'HX-none'", "unexpected", "push"),
    "a push is not kept": Plant("intake", "pushes", DELETE, "mismatched", "push"),
    "a push is kept twice": Plant("intake", "pushes", COPY, "mismatched", "push"),
    "a ticket number twice": Plant("intake", "tickets", COPY, "doubled", "number"),
}
EVENTS = {
    "an event did not leave": Plant("intake", "outbox", "sent_at = NULL", "stuck", "outbox"),
    "a ticket was opened and not told": Plant(
        "intake", "outbox", DELETE, "lost", "state", EVENT.format("intake.ticket.opened")
    ),
    "a move was not told": Plant("intake", "outbox", DELETE, "lost", "moves", EVENT.format("intake.ticket.moved")),
    "a move was told twice": Plant("intake", "outbox", COPY, "doubled", "moves", EVENT.format("intake.ticket.moved")),
    "an event that nobody announced": Plant("billing", "outbox", DELETE, "unexpected", "event"),
    "an order was told twice": Plant(
        "dispatch", "outbox", COPY, "doubled", "state", EVENT.format("dispatch.work_order.created")
    ),
    "an order that does not stand": Plant("dispatch", "work_orders", DELETE, "unexpected", "state"),
    **{
        f"an event never reached {reader}": Plant(reader, "inbox", DELETE, "lost", "event")
        for reader in ("intake", "dispatch", "billing", "notify")
    },
    "an event is taken for another": Plant("notify", "inbox", "routing_key = 'x'", "mismatched", "event"),
}
EFFECTS = {
    "no line in the chronicle": Plant(
        "intake", "chronicle_entries", DELETE, "lost", "intake chronicle", "service = 'dispatch'"
    ),
    "a line in the chronicle twice": Plant(
        "intake", "chronicle_entries", COPY, "doubled", "intake chronicle", "service = 'billing'"
    ),
    "intake knows nothing of an order": Plant("intake", "ticket_orders", DELETE, "lost", "intake ticket_orders"),
    "intake heard half of an order": Plant("intake", "ticket_orders", "version = 0", "lost", "intake ticket_orders"),
    "no first order": Plant("dispatch", "work_orders", DELETE, "lost", "first order", "kind = 'first'"),
    "two first orders": Plant("dispatch", "work_orders", COPY, "doubled", "first order", "kind = 'first'"),
    "two reworks": Plant("dispatch", "work_orders", COPY, "doubled", "rework", "kind = 'rework'"),
    "the end of a ticket was not heard": Plant(
        "dispatch", "known_tickets", "ended_version = 0", "lost", "known ticket", "ended_version > 0"
    ),
    "a unit was not copied": Plant("dispatch", "units", DELETE, "lost", "dispatch units"),
    "a site was copied twice": Plant("notify", "sites", COPY, "doubled", "notify sites"),
    "an old copy": Plant("billing", "households", "seen_version = 0", "lost", "billing households"),
    "an old price list": Plant("dispatch", "price_lists", "source_version = 0", "lost", "price list"),
    "a paid order does not know it": Plant(
        "dispatch", "work_orders", "bill_paid_at = NULL", "lost", "order bill_paid_at", "bill_paid_at NOT NULL"
    ),
    "no bill": Plant("billing", "bills", DELETE, "lost", "bill"),
    "two bills": Plant("billing", "bills", COPY, "doubled", "bill"),
    "no message": Plant("notify", "messages", DELETE, "lost", "message", "kind = 'order_completed'"),
    "a message twice": Plant("notify", "messages", COPY, "doubled", "message", "kind = 'ticket_opened'"),
    "no return visit": Plant("notify", "return_visits", DELETE, "lost", "visit"),
    "two return visits": Plant("notify", "return_visits", COPY, "doubled", "visit"),
    "no delivery": Plant("notify", "webhook_deliveries", DELETE, "lost", "delivery"),
    "two deliveries": Plant("notify", "webhook_deliveries", COPY, "doubled", "webhook"),
    "a delivery waits": Plant("notify", "webhook_deliveries", "state = 'pending'", "stuck", "webhook"),
}
MONEY = {
    "a bill says another amount": Plant("billing", "bills", "amount = amount + 100", "mismatched", "bill"),
    "a bill says it was paid less": Plant("billing", "bills", "paid = paid - 1", "mismatched", "bill", "paid > 0"),
    "less was applied than paid": Plant("billing", "allocations", "amount = amount - 1", "mismatched", "receipt"),
    "a payment applied twice": Plant("billing", "allocations", COPY, "mismatched", "receipt"),
    "a payment is gone": Plant("billing", "payments", DELETE, "lost", "number"),
    "a receipt twice": Plant("billing", "payments", COPY, "doubled", "number"),
    "an entry is gone": Plant("billing", "journal_entries", DELETE, "lost", "books", "kind = 'bill_issued'"),
    "an entry twice": Plant("billing", "journal_entries", COPY, "doubled", "books", "kind = 'payment_received'"),
    "one side of an entry": Plant("billing", "journal_postings", "credit = credit + 5", "mismatched", "books"),
    "a number was lost": Plant("dispatch", "numbers", "last = last + 1", "lost", "number"),
    "a number before its time": Plant("billing", "numbers", "last = last - 1", "mismatched", "number", "kind = 'B'"),
}
DATABASES = ACCEPTED | EVENTS | EFFECTS | MONEY


def houses() -> list[dict[str, Plant]]:
    """All of them in as few houses as there are faults of one service: two faults of one could hide each other."""
    found: list[dict[str, Plant]] = []
    for what, fault in DATABASES.items():
        spoilt = [{plant.service for plant in house.values()} for house in found]
        free = next(
            (house for house, services in zip(found, spoilt, strict=True) if fault.service not in services), None
        )
        if free is None:
            found.append(free := {})
        free[what] = fault
    return found
