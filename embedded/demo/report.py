"""What the day came to: a table per service, what was refused and why, and the one line that counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from embedded.reconcile import Difference, Facts

ENDED = {"closed", "cancelled", "declined", "merged"}


@dataclass(frozen=True)
class Sums:
    """The figures of the last line."""

    pushed: int
    tickets: int
    orders: int
    bills: int
    receipts: int
    messages: int
    visits: int
    closed: int
    rework: int
    differences: int

    def line(self) -> str:
        return "demo: " + " ".join(f"{name}={value}" for name, value in self.__dict__.items())


def sums(facts: Facts, accepted: dict[str, str], differences: list[Difference]) -> Sums:
    """Counted from what the services say, for the pushes of this run."""
    ours = set(accepted.values())
    tickets = [t for t in facts.tickets if t["ticket_id"] in ours]
    orders = [o for o in facts.orders if o["ticket_id"] in ours]
    bills = [b for b in facts.bills if b.get("ticket_id") in ours]
    told = [row for row in facts.told if row["ticket_id"] in ours]
    return Sums(
        pushed=len(accepted),
        tickets=len(tickets),
        orders=len(orders),
        bills=len(bills),
        receipts=sum(len(bill["receipt_numbers"]) for bill in bills),  # numbers are per site, and each paid one bill
        messages=sum(sum(row["messages"].values()) for row in told),
        visits=sum(len(row["return_visits"]) for row in told),
        closed=sum(1 for t in tickets if t["state"] == "closed"),
        rework=sum(1 for o in orders if o.get("rework_of")),
        differences=len(differences),
    )


def not_ended(facts: Facts, accepted: dict[str, str]) -> list[dict]:
    ours = set(accepted.values())
    return [t for t in facts.tickets if t["ticket_id"] in ours and t["state"] not in ENDED]


def tables(facts: Facts) -> Iterable[str]:
    """How things stand in each service, by state."""
    yield table(
        "intake", "tickets", Counter(t["state"] for t in facts.tickets), Counter(t["kind"] for t in facts.tickets)
    )
    yield table(
        "dispatch", "work orders", Counter(o["state"] for o in facts.orders), Counter(o["kind"] for o in facts.orders)
    )
    yield table("billing", "bills", Counter(b["state"] for b in facts.bills), {"yuan": total(facts.bills, "paid")})
    messages = Counter()
    for row in facts.told:
        messages.update(row["messages"])
    visits = Counter(f"visit {v['state']}" for row in facts.told for v in row["return_visits"])
    hooks = sum((row.get("webhooks") or {}).get("delivered", 0) for row in facts.told)
    yield table("notify", "messages", messages, visits | Counter({"webhooks delivered": hooks}))


def total(bills: list[dict], name: str):
    return sum((Decimal(bill[name]) for bill in bills), Decimal("0.00"))


def table(service: str, things: str, states: dict, more: dict) -> str:
    count = sum(states.values())
    rows = [f"  {name:<28}{value:>10}" for name, value in [*sorted(states.items()), *sorted(more.items())]]
    return "\n".join([f"{service:<10}{things:<20}{count:>10}", *rows])
