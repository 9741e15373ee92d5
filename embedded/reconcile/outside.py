"""What platforms were told against what stands: accepted pushes, and the moves they heard of (RV-9)."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from .facts import Difference, Facts


def every_accepted_push_is_one_ticket(facts: Facts) -> Iterator[Difference]:
    """P1, P2: an accepted push is one ticket, whatever was repeated or lost on the way."""
    numbers = Counter((t["integration_id"], t["external_id"]) for t in facts.tickets if t.get("external_id"))
    for (_, external_id), times in numbers.items():
        if times > 1:
            yield Difference("push", external_id, f"stands as {times} tickets")
    if facts.accepted is None:
        return
    standing = defaultdict(set)
    for ticket in facts.tickets:
        if ticket.get("external_id"):
            standing[ticket["external_id"]].add(ticket["ticket_id"])
    for external_id, ticket_id in facts.accepted.items():
        if ticket_id not in standing[external_id]:
            yield Difference("push", external_id, f"was accepted as ticket {ticket_id}, which does not stand")
    for external_id in standing.keys() - facts.accepted.keys():
        yield Difference("push", external_id, "stands as a ticket that nobody was told about")


def every_move_reached_the_platform_in_order(facts: Facts) -> Iterator[Difference]:
    """Each `ticket.moved` of a pushed ticket is delivered, counted 1, 2, 3 … without a gap."""
    told = {row["ticket_id"]: row.get("webhooks") or {} for row in facts.told}
    for ticket in facts.tickets:
        if not ticket.get("integration_id") or not told_of(facts, ticket, told):
            continue
        hooks = told.get(ticket["ticket_id"], {})
        if hooks.get("pending") or hooks.get("given_up"):
            yield Difference(
                "webhook", ticket["number"], f"pending {hooks.get('pending')}, given up {hooks.get('given_up')}"
            )
        if hooks.get("delivered") != ticket["moves"]:
            yield Difference(
                "webhook", ticket["number"], f"{ticket['moves']} moves, {hooks.get('delivered', 0)} delivered"
            )
        yield from heard_in_order(facts, ticket)


def told_of(facts: Facts, ticket: dict, told: dict) -> bool:
    """Only platforms that subscribed are told; with no delivery at all and no receiver there is nothing to compare."""
    subscribed = any(
        sum(v for k, v in hooks.items() if k in ("delivered", "pending", "given_up")) for hooks in told.values()
    )
    return subscribed or facts.heard is not None


def heard_in_order(facts: Facts, ticket: dict) -> Iterator[Difference]:
    if facts.heard is None:
        return
    heard = facts.heard.get(ticket["ticket_id"], [])
    first_times = list(dict.fromkeys(heard))
    if first_times != list(range(1, ticket["moves"] + 1)):
        yield Difference("webhook", ticket["number"], f"the platform heard {first_times} of {ticket['moves']} moves")
