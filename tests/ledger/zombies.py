"""P3: no state without its event, no event without its state (NServiceBus calls them zombies and ghosts)."""

from collections import Counter
from collections.abc import Iterator

from .standing import Announced, Standing
from .verdict import Finding, exactly_one

WORK_DONE = ("completed", "verified", "closed")

# table of the announcing service → its contract → which rows of the table must have been announced, once
TOLD = {
    ("intake", "tickets"): {"intake.ticket.opened": lambda ticket: True},
    ("dispatch", "work_orders"): {
        "dispatch.work_order.created": lambda order: True,
        "dispatch.work_order.completed": lambda order: order.state in WORK_DONE,
    },
    ("billing", "bills"): {
        "billing.bill.issued": lambda bill: True,
        "billing.bill.reversed": lambda bill: bill.state == "reversed",
    },
    ("billing", "payments"): {
        "billing.payment.received": lambda payment: True,
        "billing.payment.reversed": lambda payment: payment.state == "reversed",
    },
    ("notify", "return_visits"): {"notify.return_visit.completed": lambda visit: visit.state == "done"},
}
KEYS = {
    "tickets": "ticket_id",
    "work_orders": "work_order_id",
    "bills": "bill_id",
    "payments": "payment_id",
    "return_visits": "return_visit_id",
}
ONCE = {name: KEYS[table] for (_, table), told in TOLD.items() for name in told}


class Zombies:
    """Counts what was announced; compares it with what stands when all events have passed."""

    def __init__(self, standing: Standing):
        self.standing = standing
        self.told: Counter = Counter()
        self.moves: dict = {}

    def look_at(self, event: Announced) -> None:
        if event.name in ONCE:
            self.told[event.name, event.data[ONCE[event.name]]] += 1
        elif event.name == "intake.ticket.moved":
            self.moves.setdefault(event.data["ticket_id"], []).append(event.data["sequence"])

    def findings(self) -> Iterator[Finding]:
        for (service, table), told in TOLD.items():
            rows = {row.id: row for row in self.standing.rows(service, table)}
            for name, wanted in told.items():
                for row in rows.values():
                    if wanted(row):
                        yield from exactly_one(self.told[name, row.id], "state", f"{table} {row.id}", name)
                if self.standing.has(service):
                    yield from self.ghosts(name, rows)
        yield from self.counted_moves()

    def ghosts(self, name: str, rows: dict) -> Iterator[Finding]:
        for told, thing in self.told:
            if told == name and thing not in rows:
                yield Finding("unexpected", "state", str(thing), f"{name} tells of it, and it does not stand")

    def counted_moves(self) -> Iterator[Finding]:
        """Each change of a ticket is told and counted: 1, 2, 3 … (RV-9)."""
        for ticket in self.standing.rows("intake", "tickets"):
            told = sorted(self.moves.get(ticket.id, []))
            if told != list(range(1, ticket.moves + 1)):
                word = "doubled" if len(set(told)) < len(told) else "lost"
                yield Finding(word, "moves", ticket.number, f"moved {ticket.moves} times, told {told}")
