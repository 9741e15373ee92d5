"""Doors of CloudEvents: what platforms push over HTTP in binary, structured or batched mode."""

import json
import re
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from shared.web.auth import mark
from shared.web.current import maybe_principal, settings, store
from shared.web.doors import PREFIX, PUBLIC, Room

from .accepting_events import accept_events
from .allowance import take
from .attempts import watched, who_signed
from .cloud_events import read_events
from .integrations import find_platform, platform_of_key
from .routes import marks, summed_up
from .schemas import PushAnswer

handshake = Blueprint("handshake", __name__)
cloud_events = Room("cloud events", __name__, description="Pushes as CloudEvents 1.0 over HTTP (RV-9)")


def who_sends(integration_id, raw: bytes, now):
    """By its signature or, without one, by its API key; the key leaves no nonce. Raises Unauthenticated."""
    asking = maybe_principal()
    if "webhook-signature" in request.headers or asking is None:
        return who_signed(store(), integration_id, request.headers, raw, now)
    return platform_of_key(find_platform(store(), integration_id, now), asking), None


def ask_whether_events_may_come(integration_id):
    """What a sender asks before the first event (HTTP 1.1 Web Hooks for Event Delivery): yes, and how many a minute."""
    headers = {"Allow": "OPTIONS, POST"}
    origin = request.headers.get("WebHook-Request-Origin", "")
    if ORIGIN.fullmatch(origin):
        headers |= {"WebHook-Allowed-Origin": origin, "WebHook-Allowed-Rate": str(settings().pushes_per_minute)}
    return Response("", 200, headers)


ADDRESS = "/integrations/<uuid:integration_id>/cloud-events"
ORIGIN = re.compile(r"\*|[A-Za-z0-9.-]{1,253}")
handshake.route(f"{PREFIX}{ADDRESS}", methods=["OPTIONS"])(mark(ask_whether_events_may_come, PUBLIC))


def push_events(integration_id):
    """One event is answered like a push, a batch line by line. Content-Type and ce- headers say the mode."""
    now, raw = datetime.now(UTC), request.get_data(cache=True)
    platform, nonce = who_sends(integration_id, raw, now)
    with watched(store(), platform, "cloud_event", request.headers, raw, now) as seen:
        mode, events = read_events(request.headers, request.mimetype, request.mimetype_params, raw)
        take(store(), platform.share, max(1, len(events)), now)
        with store().work(platform.principal, now=now) as w:
            outcomes = accept_events(w, platform, events, nonce, alone=mode != "batched")
        status, body = (200, summed_up(outcomes)) if mode == "batched" else (outcomes[0].status, outcomes[0].answer)
        seen.answered(status, body)
    headers = marks(platform.in_sandbox)
    return Response(json.dumps(body, ensure_ascii=False), status, headers, mimetype="application/json")


push_events.provide_automatic_options = False  # type: ignore[attr-defined]  the handshake answers them
cloud_events.post(ADDRESS, allow=PUBLIC, answer=PushAnswer, status=201, upload=True)(push_events)
