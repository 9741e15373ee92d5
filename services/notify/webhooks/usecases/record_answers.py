"""What the receivers said: acknowledged, again later, given up, or leave us alone (RV-9)."""

from datetime import datetime

from sqlalchemy import select

from services.notify.channels.answer import Answer, Result
from services.notify.webhooks import rules
from services.notify.webhooks.models import Delivery, DeliveryAttempt, DeliveryState, Subscription
from shared import metrics

from .queue_deliveries import BEHIND


def record_answers(work, answers: dict, held_until: datetime) -> None:
    """`answers` by delivery; None for one that was not tried after all.

    Of a delivery that another clock has taken meanwhile (its lease is not `held_until` any more) only the good news
    counts: what went wrong is for the other to find out.
    """
    deliveries = _locked(work.session, Delivery, answers)
    receivers = {s.id: s for s in _locked(work.session, Subscription, {d.integration_id for d in deliveries})}
    for delivery in deliveries:
        ours, answer = delivery.leased_until == held_until, answers[delivery.id]
        if ours:
            delivery.leased_until = None
        if answer is None or delivery.state != DeliveryState.PENDING:
            continue
        if ours or answer.result == Result.TAKEN:
            _record(work, delivery, answer)
            _judge(work, receivers[delivery.integration_id], answer)


def _locked(session, kind, ids) -> list:
    """In one order, so that two clocks neither wait for each other nor refuse each other's answers."""
    return session.scalars(select(kind).where(kind.id.in_(ids)).order_by(kind.id).with_for_update()).all()


def _record(work, delivery: Delivery, answer: Answer) -> None:
    delivery.tries += 1
    delivery.first_at = delivery.first_at or work.now
    delivery.status, delivery.answer = answer.status, answer.reason[:500]
    attempt = {"number": delivery.tries, "at": work.now, "result": answer.result.value, "status": answer.status}
    work.session.add(
        DeliveryAttempt(site_id=delivery.site_id, delivery_id=delivery.id, answer=answer.reason[:500], **attempt)
    )
    if answer.result == Result.TAKEN:
        delivery.move("acknowledge", work.principal)
        delivery.delivered_at = work.now
    elif rules.given_up(delivery.first_at, work.now):
        _give_up(work, delivery)
    else:
        delivery.next_at = rules.next_try(delivery.first_at, work.now, delivery.tries, answer.after)


def _give_up(work, delivery: Delivery) -> None:
    """Later changes of the ticket are given up with it: told alone they would come out of order."""
    delivery.move("give_up", work.principal)
    metrics.webhooks_given_up.labels(work.store.name).inc()
    later = select(Delivery).filter_by(ticket_id=delivery.ticket_id, state=DeliveryState.PENDING)
    for follower in work.session.scalars(later.where(Delivery.sequence > delivery.sequence)):
        follower.move("give_up", work.principal)
        follower.answer = BEHIND


def _judge(work, subscription: Subscription, answer: Answer) -> None:
    """The receiver as a whole: gone, throttling, silent, or well."""
    if answer.result == Result.TAKEN:
        subscription.failures, subscription.paused_until = 0, None
        return
    subscription.failures += 1
    if answer.result == Result.NEVER:
        reason = "The receiver said 410: it does not want to be told any more."
        subscription.move("disable", work.principal, reason=reason)
        return
    pause = rules.pause_after(answer.status, answer.after, subscription.failures)
    if pause:
        subscription.paused_until = max(subscription.paused_until or work.now, work.now + pause)
