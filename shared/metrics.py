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

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"  # must be set before this module is first imported
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests_answered = Counter("frontdesk_requests_total", "Requests answered", ("service", "method", "rule", "status"))
request_seconds = Histogram(
    "frontdesk_request_seconds", "Time to answer a request", ("service", "method", "rule"), buckets=SECONDS
)
events_handled = Counter("frontdesk_events_handled_total", "Events whose effect is committed", ("service", "event"))
events_parked = Counter("frontdesk_events_parked_total", "Events put aside, by their state", ("service", "state"))
events_sent = Counter("frontdesk_events_sent_total", "Events the broker confirmed", ("service",))
timers_fired = Counter("frontdesk_timers_fired_total", "Timers that fired", ("service", "kind", "result"))
outbox_waiting = Gauge("frontdesk_outbox_waiting", "Events not yet sent", ("service",), multiprocess_mode="mostrecent")


def exposition() -> tuple[bytes, str]:
    """All numbers as Prometheus reads them, and their content type."""
    registry = REGISTRY
    if os.environ.get(MULTIPROCESS):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def serve(port: int, host: str = "127.0.0.1") -> None:
    """For processes without a web door: relays, consumers, clocks."""
    if port:
        start_http_server(port, addr=host)
