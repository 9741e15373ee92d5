"""All comparisons in one list: each yields the differences it found in the facts; none asks anybody."""

from collections.abc import Iterator

from . import money, outside, visits, work
from .facts import Difference, Facts

COMPARISONS = (
    outside.every_accepted_push_is_one_ticket,
    outside.every_move_reached_the_platform_in_order,
    work.every_classified_ticket_has_one_first_order,
    work.every_order_belongs_to_a_ticket,
    work.ticket_and_order_agree,
    work.every_reopening_has_its_rework,
    money.every_paid_order_has_one_bill,
    money.every_bill_belongs_to_a_completed_order,
    money.every_paid_bill_has_receipts,
    money.the_books_balance,
    visits.every_finished_order_is_asked_after,
    visits.ticket_and_visit_agree,
)


def compare(facts: Facts) -> list[Difference]:
    """Every difference between the services; an empty list is the only good answer."""
    return [difference for comparison in COMPARISONS for difference in comparison(facts)] + list(waiting(facts))


def waiting(facts: Facts) -> Iterator[Difference]:
    """Nothing may still be on its way, parked or dead (P5)."""
    for service, state in facts.plumbing.items():
        for name in ("outbox_waiting", "parked_waiting", "parked_dead"):
            if state.get(name):
                yield Difference("plumbing", service, f"{name} is {state[name]}")
