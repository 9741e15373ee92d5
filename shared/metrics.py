"""What is counted and timed, in the words of the business, for Prometheus: per process or over all web workers."""

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    start_http_server,
)

MULTIPROCESS = bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))  # as prometheus_client saw it at its own import
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def _gauge(name: str, says: str, *labels: str) -> Gauge:
    return Gauge(name, says, ("service", *labels), multiprocess_mode="mostrecent")


def _counter(name: str, says: str, *labels: str) -> Counter:
    return Counter(name, says, ("service", *labels))


def _histogram(name: str, says: str, *labels: str) -> Histogram:
    return Histogram(name, says, ("service", *labels), buckets=SECONDS)


# what comes in
requests_answered = _counter("frontdesk_requests_total", "Requests answered", "method", "rule", "status")
request_seconds = _histogram("frontdesk_request_seconds", "Time to answer a request", "method", "rule")
events_handled = _counter("frontdesk_events_handled_total", "Events whose effect is committed", "event")
events_parked = _counter("frontdesk_events_parked_total", "Events put aside, by their state", "state")
events_retried = _counter("frontdesk_events_retried_total", "Events put aside that were tried again")
handler_seconds = _histogram("frontdesk_handler_seconds", "Time of one answer to events of a kind", "event")
parked_events = _gauge("frontdesk_parked_events", "Events put aside now: waiting for another try, or dead", "state")
queue_depth = _gauge("frontdesk_queue_depth", "Messages on the broker that no reader holds", "queue")

# what goes out
events_sent = _counter("frontdesk_events_sent_total", "Events the broker confirmed")
relay_rounds = _counter("frontdesk_relay_rounds_total", "Looks into the outbox: sent, nothing, failed", "result")
outbox_waiting = _gauge("frontdesk_outbox_waiting", "Events not yet sent")
outbox_oldest = _gauge("frontdesk_outbox_oldest_seconds", "Age of the oldest waiting event")
outbox_set_aside = _gauge("frontdesk_outbox_set_aside", "Events that found no queue or that the broker refused")
webhooks_given_up = _counter("frontdesk_webhooks_given_up_total", "Webhooks nobody will send again by themselves")

# who does it
readiness_degraded = _gauge("frontdesk_readiness_degraded", "1 while /readyz says degraded")
last_poll = _gauge("frontdesk_last_poll_timestamp_seconds", "When a loop last went round, as Unix time", "loop")
loop_failures = _counter("frontdesk_loop_failures_total", "Times a loop lost its broker or database", "loop")
timers_fired = _counter("frontdesk_timers_fired_total", "Timers that fired", "kind", "result")
timers_late = _gauge("frontdesk_timers_late_seconds", "How late the timers fired that were claimed last")


def exposition() -> tuple[bytes, str]:
    """All numbers as Prometheus reads them, and their content type."""
    registry = REGISTRY
    if MULTIPROCESS:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def serve(service: str, port: int, host: str = "127.0.0.1") -> None:
    """For processes without a web door: relays, consumers, clocks.

    What is rare is shown as 0 before its first time: a counter that begins at 1 has not increased for Prometheus.
    """
    for rare in (events_sent, events_retried, webhooks_given_up):
        rare.labels(service)
    start_http_server(port, addr=host)
