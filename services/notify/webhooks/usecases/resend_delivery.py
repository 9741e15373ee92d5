"""A person has a change told again: what was given up, with everything that waited behind it, in order."""

from uuid import UUID

from sqlalchemy import select

from services.notify.webhooks.models import KEEPERS, Delivery, DeliveryState
from shared.errors import found

from .queue_deliveries import TIMER


def find_delivery(session, delivery_id: UUID) -> Delivery:
    return found(session.get(Delivery, delivery_id), "delivery")


def resend_delivery(work, delivery: Delivery) -> Delivery:
    """The id stays the same, so a receiver that has it already can tell; another seven days begin."""
    work.principal.require(delivery.site_id, *KEEPERS)
    stuck = select(Delivery).filter_by(ticket_id=delivery.ticket_id, state=DeliveryState.GIVEN_UP)
    again = {delivery.id: delivery, **{other.id: other for other in work.session.scalars(stuck)}}
    for waiting in again.values():
        waiting.move("resend", work.principal)
        waiting.first_at = waiting.delivered_at = waiting.leased_until = None
        waiting.tries, waiting.next_at = 0, work.now
    work.audit("delivery.resent", about=delivery, after={"deliveries": len(again)})
    work.timers.hasten(TIMER, work.principal.operator_id, work.now)
    return delivery
