"""The ledger checker: what callers were told against what stands afterwards in every database, queue, dead table and
at the webhook receiver, event by event. It changes nothing and can judge any house that has come to rest."""

from collections.abc import Mapping

from embedded.reconcile import Facts, compare

from . import pushes, webhooks
from .arrivals import Arrivals, queues_are_empty
from .book import Book
from .effects import effects_of
from .money import the_money_agrees
from .numbers import numbers_are_sound
from .standing import Standing
from .verdict import Finding, Verdict
from .zombies import Zombies


def judge(
    book: Book,
    stores: Mapping,
    *,
    queues: Mapping[str, int] | None = None,
    deliveries: Mapping[str, list[int]] | None = None,
    facts: Facts | None = None,
) -> Verdict:
    """`stores` maps services to their Store; `queues` queues to what is left in them, dead letters included;
    `deliveries` ticket ids to the sequence numbers the receiver heard, in order; `facts` are those of `reconcile`."""
    verdict, standing = Verdict(), Standing(stores)
    if standing.has("intake"):
        verdict.take(pushes.every_accepted_push_is_one_ticket(book, standing))
    verdict.take(pushes.every_accepted_payment_is_one_receipt(book, standing))
    judge_events(verdict, standing)
    verdict.take(the_money_agrees(standing))
    verdict.take(numbers_are_sound(standing))
    verdict.take(webhooks.every_move_was_delivered(standing))
    verdict.take(queues_are_empty(queues or {}))
    if deliveries is not None:
        verdict.take(webhooks.the_receiver_heard_all_in_order(standing, deliveries))
        verdict.counts["heard"] = sum(len(sequences) for sequences in deliveries.values())
    if facts is not None:
        verdict.take(Finding("mismatched", "reconcile", d.about, str(d)) for d in compare(facts))
    verdict.counts.update(pushes.counts(book))
    return verdict


def judge_events(verdict: Verdict, standing: Standing) -> None:
    """One pass over all outboxes: did each event arrive, and does its effect stand at each reader, once?"""
    arrivals, zombies = Arrivals(standing), Zombies(standing)
    for event in standing.announced():
        verdict.take(arrivals.look_at(event))
        verdict.take(effects_of(standing, event))
        zombies.look_at(event)
    verdict.take(arrivals.unheard_of())
    verdict.take(arrivals.parked())
    verdict.take(zombies.findings())
    verdict.counts.update(events=arrivals.said.total(), handled=arrivals.effects)
