"""Doors of calls: what platforms push and reconcile, signed."""

import json
from collections import Counter
from datetime import UTC, datetime

from flask import Response, request

from shared.web.bodies import parse_json
from shared.web.current import store
from shared.web.doors import PUBLIC, Room

from .accepting import accept_signed
from .allowance import take
from .attempts import watched, who_signed
from .dry_run import problem_of
from .reconciling import reconcile_day
from .schemas import Batch, BatchAnswer, PushAnswer, Reconcile, Reconciled
from .usecases import accept_batch

calls = Room("calls", __name__, description="Signed pushes of call-centre platforms (RV-9)")


def marks(sandbox: bool) -> dict[str, str]:
    """Whoever tries things out sees at every answer that it was not the real thing."""
    return {"Frontdesk-Sandbox": "true"} if sandbox else {}


@calls.post("/integrations/<uuid:integration_id>/pushes", allow=PUBLIC, answer=PushAnswer, status=201, upload=True)
def push_record(integration_id):
    """One raw record. 201 the first time, 200 with the same answer for the same push again, 409 for another body."""
    now, raw = datetime.now(UTC), request.get_data(cache=True)
    outcome = accept_signed(store(), integration_id, request.headers, raw, now)
    body = json.dumps(outcome.answer, ensure_ascii=False)
    return Response(body, outcome.status, marks(outcome.sandbox), mimetype="application/json")


@calls.post("/integrations/<uuid:integration_id>/pushes/batch", allow=PUBLIC, answer=BatchAnswer, upload=True)
def push_batch(integration_id):
    """Up to 1,000 raw records, answered line by line."""
    return answered(integration_id, "batch", Batch, push_them)


def push_them(w, platform, asked, nonce) -> dict:
    return summed_up(accept_batch(w, platform, asked["records"], nonce))


def answered(integration_id, door: str, shape, act):
    """One signed request that `act` answers; refused before anything of the body is parsed unless it is signed."""
    now, raw = datetime.now(UTC), request.get_data(cache=True)
    platform, nonce = who_signed(store(), integration_id, request.headers, raw, now)
    with watched(store(), platform, door, request.headers, raw, now) as seen:
        asked = shape().load(parse_json(raw))
        take(store(), platform.share, max(1, len(asked.get("records", ()))), now)
        with store().work(platform.principal, now=now) as w:
            answer = act(w, platform, asked, nonce)
        seen.answered(200, answer)
    return answer, 200, marks(platform.in_sandbox)


@calls.post("/integrations/<uuid:integration_id>/reconciliations", allow=PUBLIC, answer=Reconciled, upload=True)
def reconcile_pushes(integration_id):
    """The platform's list of a day's ids against ours; signed like a push."""
    return answered(integration_id, "reconciliation", Reconcile, reconcile_them)


def reconcile_them(w, platform, asked, nonce) -> dict:
    return reconcile_day(w, platform, asked, nonce)


def summed_up(outcomes) -> dict:
    counted = Counter(outcome.status for outcome in outcomes)
    lines = []
    for at, outcome in enumerate(outcomes, start=1):
        said = outcome.answer or {"problem": problem_of(outcome.refusal)}
        lines.append({"line": at, "status": outcome.status, "external_id": outcome.external_id, **said})
    refused = len(lines) - counted[201] - counted[200]
    return {"accepted": counted[201], "repeated": counted[200], "refused": refused, "lines": lines}
