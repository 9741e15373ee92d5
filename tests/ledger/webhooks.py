"""RV-9: each change of a pushed ticket was told to its platform, in order, and the platform heard it."""

from collections.abc import Iterator, Mapping

from .standing import Standing
from .verdict import Finding

SETTLED = ("delivered", "skipped")


def every_move_was_delivered(standing: Standing) -> Iterator[Finding]:
    """Of every pushed ticket the deliveries count 1, 2, 3 … and none waits or was given up."""
    if not standing.has("intake", "notify"):
        return
    deliveries = standing.by("notify", "webhook_deliveries", "ticket_id")
    for ticket in standing.rows("intake", "tickets"):
        if ticket.integration_id is None:
            continue
        mine = sorted(deliveries.get(ticket.id, []), key=lambda row: row.sequence)
        told = [row.sequence for row in mine]
        if told != list(range(1, ticket.moves + 1)):
            word = "doubled" if len(set(told)) < len(told) else "lost"
            yield Finding(word, "webhook", ticket.number, f"moved {ticket.moves} times, to tell: {told}")
        yield from unsettled(ticket, mine)


def unsettled(ticket, mine) -> Iterator[Finding]:
    for row in mine:
        if row.state not in SETTLED:
            yield Finding("stuck", "webhook", ticket.number, f"change {row.sequence} is {row.state}")


def the_receiver_heard_all_in_order(standing: Standing, heard: Mapping[str, list[int]]) -> Iterator[Finding]:
    """`heard` maps ticket ids to sequence numbers as they arrived. A repeat is no fault on the wire; a gap is, and so
    is a change that came before the one it follows."""
    told: dict[str, list[int]] = {}
    for row in standing.rows("notify", "webhook_deliveries"):
        if row.state == "delivered":
            told.setdefault(str(row.ticket_id), []).append(row.sequence)
    for ticket_id, sequences in told.items():
        first_times = list(dict.fromkeys(heard.get(ticket_id, [])))
        missing = set(sequences) - set(first_times)
        if missing:
            yield Finding("lost", "receiver", ticket_id, f"{sorted(missing)} are said to be delivered")
        elif first_times != sorted(first_times):
            yield Finding("mismatched", "receiver", ticket_id, f"heard in the order {first_times}")
    for ticket_id in heard.keys() - told.keys():
        yield Finding("unexpected", "receiver", ticket_id, f"heard {heard[ticket_id]}, and nothing was delivered")
