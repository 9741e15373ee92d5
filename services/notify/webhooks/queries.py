"""Which deliveries are next: per ticket the first one that is not settled, with every number before it (RV-9)."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from .models import SETTLED, Delivery, DeliveryState, Subscription, SubscriptionState


def heads() -> Select:
    """Pending deliveries whose turn it is: a third that arrived before the second waits for it."""
    before = aliased(Delivery)
    settled = (
        select(func.count())
        .select_from(before)
        .where(before.ticket_id == Delivery.ticket_id, before.sequence < Delivery.sequence, before.state.in_(SETTLED))
        .scalar_subquery()
    )
    return select(Delivery).where(Delivery.state == DeliveryState.PENDING, settled == Delivery.sequence - 1)


def due_heads(now, receivers, limit: int) -> Select:
    free = or_(Delivery.leased_until.is_(None), Delivery.leased_until <= now)
    due = heads().where(Delivery.integration_id.in_(receivers), Delivery.next_at <= now, free)
    return due.order_by(Delivery.next_at, Delivery.id).limit(limit).with_for_update(skip_locked=True, of=Delivery)


def receivers(session) -> dict:
    """Subscriptions that can be sent to at all, by integration."""
    enabled = select(Subscription).where(Subscription.state == SubscriptionState.ENABLED)
    return {subscription.id: subscription for subscription in session.scalars(enabled)}


def next_due(session, now):
    """When there is something to send again; None when nothing waits."""
    soonest = []
    known = receivers(session)
    due = (
        heads()
        .where(Delivery.integration_id.in_(known))
        .with_only_columns(Delivery.integration_id, func.min(func.coalesce(Delivery.leased_until, Delivery.next_at)))
    )
    for integration_id, at in session.execute(due.group_by(Delivery.integration_id)):
        paused = known[integration_id].paused_until
        soonest.append(max(at, paused) if paused else at)
    return min(soonest, default=None)
