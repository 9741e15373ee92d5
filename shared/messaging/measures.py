"""What operators watch of the event path: handled, parked, sent, and how old the backlog is."""

from datetime import UTC, datetime

from prometheus_client import Gauge

from shared.metrics import events_handled as handled
from shared.metrics import events_parked as parked
from shared.metrics import events_sent as sent
from shared.metrics import outbox_waiting as unsent

unsent_age = Gauge(
    "frontdesk_outbox_oldest_seconds", "Age of the oldest waiting event", ["service"], multiprocess_mode="mostrecent"
)


def backlog(service: str, found: tuple[int, datetime | None]) -> None:
    """Publish what `outbox.backlog` found."""
    count, oldest = found
    unsent.labels(service).set(count)
    unsent_age.labels(service).set((datetime.now(UTC) - oldest).total_seconds() if oldest else 0)


__all__ = ["backlog", "handled", "parked", "sent", "unsent", "unsent_age"]
