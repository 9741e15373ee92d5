"""What the receivers said: acknowledged, again later, given up, or leave us alone (RV-9)."""

from sqlalchemy import select

from services.notify.channels.answer import Answer, Result
from services.notify.webhooks import rules
from services.notify.webhooks.models import Delivery, DeliveryAttempt, DeliveryState, Subscription

from .queue_deliveries import BEHIND


def record_answers(work, answers: dict) -> None:
    """`answers` by delivery; None for one that was not tried after all."""
    deliveries = work.session.scalars(select(Delivery).where(Delivery.id.in_(answers))).all()
    wanted = {delivery.integration_id for delivery in deliveries}
    receivers = {s.id: s for s in work.session.scalars(select(Subscription).where(Subscription.id.in_(wanted)))}
    for delivery in deliveries:
        delivery.leased_until = None
        answer = answers[delivery.id]
        if answer is not None and delivery.state == DeliveryState.PENDING:
            _record(work, delivery, answer)
            _judge(work, receivers[delivery.integration_id], answer)


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
