"""One signed push, by the short way where there is one (PostgreSQL), by the long way for everything else."""

from shared.errors import Unauthenticated
from shared.web.bodies import parse_json

from .integrations import find_platform, forget_platform, kept_platform
from .push_statement import NotSimplyNew, Outdated, accept_new
from .signatures import verify
from .usecases import Outcome, accept_push, answer_known


def accept_signed(store, integration_id, headers, raw: bytes, now) -> Outcome:
    """Raises Unauthenticated before a byte of the body is read, and as `accept_push` does."""
    if not store.sqlite:
        try:
            return accept_shortly(store, kept_platform(store, integration_id, now), headers, raw, now)
        except (Outdated, Unauthenticated):
            forget_platform(store, integration_id)  # perhaps its secret or profile is a new one
    platform = find_platform(store, integration_id, now)
    nonce = verify(headers, raw, platform.secrets, now)
    with store.work(platform.principal, now=now) as work:
        return accept_push(work, platform, parse_json(raw), nonce)


def accept_shortly(store, platform, headers, raw: bytes, now) -> Outcome:
    nonce = verify(headers, raw, platform.secrets, now)
    record = parse_json(raw)
    with store.work(platform.principal, now=now) as work:
        try:
            answer = accept_new(work, platform, record, nonce)
        except NotSimplyNew:
            return answer_known(work, platform, record)
        return Outcome(answer["external_id"], 201, answer)
