"""Everything that can be done with webhooks."""

from .queue_deliveries import queue_deliveries
from .resend_delivery import find_delivery, resend_delivery
from .send_webhooks import send_webhooks
from .subscribe import put_subscription

__all__ = ["find_delivery", "put_subscription", "queue_deliveries", "resend_delivery", "send_webhooks"]
