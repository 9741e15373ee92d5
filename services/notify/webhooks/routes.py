"""Webhook subscriptions and deliveries at the door for programs."""

from sqlalchemy import select

from shared.storage.scope import names_a_site_of
from shared.web.current import reading, work
from shared.web.doors import Room
from shared.web.paging import keyset
from shared.web.versions import check_version

from . import usecases
from .models import KEEPERS, Delivery, DeliveryAttempt, Subscription
from .schemas import DeliveryDetail, DeliveryQuery, DeliveryView, PutSubscription, ResendDelivery, SubscriptionView

READERS = (*KEEPERS, "head_office", "desk", "night_duty")
FILTERS = ("ticket_id", "integration_id", "state", "site_id")

webhooks = Room("webhooks", __name__, description="What call-centre platforms are told, signed and in order")


@webhooks.put(
    "/webhook-subscriptions/<uuid:integration_id>", allow=("admin",), body=PutSubscription, answer=SubscriptionView
)
def put_subscription(asked, integration_id):
    """Where this integration is told of its tickets; replaces what was there."""
    with work() as w:
        return usecases.put_subscription(w, integration_id, **asked)


@webhooks.get("/webhook-subscriptions", allow=("admin", "head_office"), answer=SubscriptionView, page=True)
def list_subscriptions(asked):
    """Every integration that is told of tickets of your sites."""
    with reading() as session:
        wanted = select(Subscription).where(names_a_site_of(Subscription.site_ids, session.principal))
        return keyset(session, wanted, (Subscription.id,), asked)


@webhooks.get("/webhook-deliveries", allow=READERS, query=DeliveryQuery, answer=DeliveryView, page=True)
def list_deliveries(asked):
    """The delivery log, the newest first."""
    wanted = select(Delivery).filter_by(**{name: asked[name] for name in FILTERS if name in asked})
    with reading() as session:
        return keyset(session, wanted, (Delivery.id,), asked)


@webhooks.get("/webhook-deliveries/<uuid:delivery_id>", allow=READERS, answer=DeliveryDetail)
def show_delivery(delivery_id):
    """What was sent, and what was answered at each attempt."""
    with reading() as session:
        delivery = usecases.find_delivery(session, delivery_id)
        tried = select(DeliveryAttempt).filter_by(delivery_id=delivery_id).order_by(DeliveryAttempt.at)
        delivery.attempts = session.scalars(tried).all()
    return delivery


@webhooks.post("/webhook-deliveries/<uuid:delivery_id>/resend", allow=KEEPERS, body=ResendDelivery, answer=DeliveryView)
def resend_delivery(asked, delivery_id):
    """Tell a change again, and whatever was given up behind it."""
    with work() as w:
        delivery = usecases.find_delivery(w.session, delivery_id)
        check_version(delivery)
        return usecases.resend_delivery(w, delivery)
