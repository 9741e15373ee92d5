"""Doors of calls: what platforms push, signed; what the centre tries a profile with."""

import json
from collections import Counter
from datetime import UTC, datetime

from flask import Response, request

from services.intake.accounts.queries import find_integration
from shared.web.bodies import parse_json
from shared.web.current import store, work
from shared.web.doors import PUBLIC, Room

from .accepting import accept_signed
from .allowance import take
from .dry_run import problem_of, try_profile
from .integrations import find_platform
from .reconciling import reconcile_day
from .schemas import Batch, BatchAnswer, DryRun, DryRunAnswer, PushAnswer, Reconcile, Reconciled
from .signatures import verify
from .usecases import accept_batch, set_profile

calls = Room("calls", __name__, description="Signed pushes of call-centre platforms, and their mapping profiles")


def signed(integration_id, now):
    """Who pushes, what, and the nonce of this request. Raises Unauthenticated before anything of the body is parsed."""
    platform = find_platform(store(), integration_id, now)
    raw = request.get_data(cache=True)
    nonce = verify(request.headers, raw, platform.secrets, now)
    return platform, parse_json(raw), nonce


@calls.post("/integrations/<uuid:integration_id>/pushes", allow=PUBLIC, answer=PushAnswer, status=201, upload=True)
def push_record(integration_id):
    """One raw record. 201 the first time, 200 with the same answer for the same push again, 409 for another body."""
    now, raw = datetime.now(UTC), request.get_data(cache=True)
    outcome = accept_signed(store(), integration_id, request.headers, raw, now)
    return Response(json.dumps(outcome.answer, ensure_ascii=False), outcome.status, mimetype="application/json")


@calls.post("/integrations/<uuid:integration_id>/pushes/batch", allow=PUBLIC, answer=BatchAnswer, upload=True)
def push_batch(integration_id):
    """Up to 1,000 raw records, answered line by line."""
    now = datetime.now(UTC)
    platform, body, nonce = signed(integration_id, now)
    records = Batch().load(body)["records"]
    take(store(), platform.id, len(records), now)
    with store().work(platform.principal, now=now) as w:
        outcomes = accept_batch(w, platform, records, nonce)
    return summed_up(outcomes)


@calls.post("/integrations/<uuid:integration_id>/reconciliations", allow=PUBLIC, answer=Reconciled, upload=True)
def reconcile_pushes(integration_id):
    """The platform's list of a day's ids against ours; signed like a push."""
    now = datetime.now(UTC)
    platform, body, nonce = signed(integration_id, now)
    asked = Reconcile().load(body)
    with store().work(platform.principal, now=now) as w:
        return reconcile_day(w, platform, **asked, nonce=nonce)


@calls.post(
    "/integrations/<uuid:integration_id>/profile/dry-run",
    allow=("admin",),
    body=DryRun,
    answer=DryRunAnswer,
    large=True,
)
def try_out_profile(asked, integration_id):
    """What the profile in force, or the one sent along, would make of these records. Nothing is written."""
    with work() as w:
        one = find_integration(w.session, integration_id)
        profile = asked.get("profile", one.profile)
        return try_profile(w, one, profile, asked["records"])


@calls.put("/integrations/<uuid:integration_id>/profile", allow=("admin",), upload=True)
def put_profile(integration_id):
    """The body is the profile itself. It is checked whole: one with faults is not kept, and each fault is named."""
    profile = parse_json(request.get_data(cache=True))
    with work() as w:
        w.principal.require(None, "admin")
        integration = set_profile(w, find_integration(w.session, integration_id), profile)
        return {"id": str(integration.id), "profile": integration.profile}


def summed_up(outcomes) -> dict:
    counted = Counter(outcome.status for outcome in outcomes)
    lines = []
    for at, outcome in enumerate(outcomes, start=1):
        said = outcome.answer or {"problem": problem_of(outcome.refusal)}
        lines.append({"line": at, "status": outcome.status, "external_id": outcome.external_id, **said})
    return {"accepted": counted[201], "repeated": counted[200], "refused": counted[409] + counted[422], "lines": lines}
