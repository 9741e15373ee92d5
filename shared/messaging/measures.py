"""What operators watch of the event path: how much waits to leave and since when, how much is put aside."""

from datetime import UTC, datetime

from shared import metrics


def backlog(service: str, found: tuple[int, datetime | None]) -> None:
    """Publish what `outbox.backlog` found."""
    count, oldest = found
    metrics.outbox_waiting.labels(service).set(count)
    metrics.outbox_oldest.labels(service).set(age(oldest, datetime.now(UTC)))


def age(oldest: datetime | None, now: datetime) -> float:
    """Seconds; a clock that was set back makes nothing younger than now."""
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def put_aside(service: str, states: dict[str, int]) -> None:
    """Publish how many events are parked, by state; a state that nobody is in any more counts 0."""
    for state in ("waiting", "dead"):
        metrics.parked_events.labels(service, state).set(states.get(state, 0))
