"""Send what is due: claim a batch, call in parallel outside of any transaction, record all answers at once (RV-9)."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from services.notify.channels import webhook
from services.notify.channels.answer import Answer
from services.notify.webhooks import queries

from .hold_deliveries import Hold
from .record_answers import record_answers

BATCH = 128
BUDGET = 15  # seconds after which the clock gets its thread back; what is left follows in the next round
SILENCE = 3  # unanswered calls of one receiver after which the rest of a batch is not tried


@dataclass(frozen=True)
class Call:
    delivery_id: UUID
    integration_id: UUID
    post: webhook.SignedPost


def send_webhooks(store, principal, now: datetime) -> datetime | None:
    """Returns when to come again; None when nothing waits."""
    began = time.monotonic()
    with ThreadPoolExecutor(store.settings.webhook_threads, thread_name_prefix="webhook") as pool:
        while time.monotonic() - began < BUDGET:
            hold = Hold(store, principal, now, began)
            calls = claim(hold)
            if not calls:
                break
            with hold.kept():
                answers = list(pool.map(Caller(store.settings), calls))
            with store.work(principal, now=now) as work:
                record_answers(work, {c.delivery_id: a for c, a in zip(calls, answers, strict=True)}, hold.until)
    with store.reading(principal) as session:
        again = queries.next_due(session, now)
    elapsed = timedelta(seconds=time.monotonic() - began)
    return again and max(again, now + elapsed if again > now else now)


def claim(hold: Hold) -> list[Call]:
    """At most one per ticket, so that order holds; leased, so that two clocks do not send the same."""
    now = hold.now
    with hold.store.work(hold.principal, now=now) as work:
        known = queries.receivers(work.session)
        awake = {key: s for key, s in known.items() if s.paused_until is None or s.paused_until <= now}
        if not awake:
            return []
        chosen = work.session.scalars(queries.due_heads(now, list(awake), BATCH)).all()
        hold.take(chosen)
        return [_call(delivery, awake[delivery.integration_id]) for delivery in chosen]


def _call(delivery, subscription) -> Call:
    post = webhook.SignedPost(f"msg_{delivery.id}", subscription.url, subscription.secret, delivery.body)
    return Call(delivery.id, delivery.integration_id, post)


class Caller:
    """Calls one receiver after another, but stops asking one that does not answer at all."""

    def __init__(self, settings):
        self._settings = settings
        self._silent: Counter = Counter()
        self._lock = Lock()

    def __call__(self, call: Call) -> Answer | None:
        if self._silent[call.integration_id] >= SILENCE:
            return None
        answer = webhook.send(call.post, self._settings)
        if answer.status is None:
            with self._lock:
                self._silent[call.integration_id] += 1
        return answer
