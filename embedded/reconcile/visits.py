"""Finished work against return visits: everybody is asked, which decides about the ticket (RV-1, RW-7, RW-8)."""

from collections.abc import Iterator

from .facts import Difference, Facts
from .work import ENDED_EARLY

DONE = {"completed", "verified", "closed"}
BAD = {"dissatisfied", "still_broken"}
PUBLIC = "repair_public"


def visits_of(facts: Facts) -> dict[str, list[dict]]:
    return {row["ticket_id"]: row.get("return_visits") or [] for row in facts.told}


def every_finished_order_is_asked_after(facts: Facts) -> Iterator[Difference]:
    tickets = {ticket["ticket_id"]: ticket for ticket in facts.tickets}
    visits = visits_of(facts)
    for order in facts.orders:
        ticket = tickets.get(order["ticket_id"])
        if ticket is None or ticket["kind"] == PUBLIC or order["state"] not in DONE or ticket["state"] in ENDED_EARLY:
            continue
        mine = [v for v in visits.get(order["ticket_id"], ()) if v["work_order_id"] == order["work_order_id"]]
        if len(mine) != 1:
            yield Difference("visit", order["number"], f"{len(mine)} return visits, 1 expected")


def ticket_and_visit_agree(facts: Facts) -> Iterator[Difference]:
    visits = visits_of(facts)
    for ticket in facts.tickets:
        mine = visits.get(ticket["ticket_id"], [])
        good = [v for v in mine if v["state"] == "done" and v.get("outcome") not in BAD]
        waived = [v for v in mine if v["state"] == "waived"]
        bad = sum(1 for v in mine if v["state"] == "done" and v.get("outcome") in BAD)
        if (
            ticket["state"] == "closed"
            and ticket["kind"] != PUBLIC
            and not good
            and not waived
            and not ticket.get("waived")
        ):
            yield Difference("visit", ticket["number"], "is closed, but no return visit closed it")
        if ticket["kind"] != PUBLIC and ticket["state"] == "resolved" and good:
            yield Difference("visit", ticket["number"], "the customer is content, but the ticket is not closed")
        pending = [v for v in mine if v["state"] not in ("done", "waived")]
        if ticket["kind"] != PUBLIC and ticket["state"] == "resolved" and mine and not pending and not good:
            yield Difference("visit", ticket["number"], "waits for its return visit, but nobody will ask any more")
        if bad > ticket.get("reopened_times", 0) and ticket["state"] not in ENDED_EARLY:
            yield Difference("visit", ticket["number"], f"{bad} bad visits, reopened {ticket['reopened_times']} times")
