"""Questions of the machinery: does this process live, can it work, how much has it done (libraries.md §7)."""

from datetime import UTC, datetime

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared import metrics
from shared.logs import get
from shared.messaging import measures, outbox
from shared.storage.migrate import at_head

from .auth import PUBLIC, mark
from .current import service, store

blueprint = Blueprint("health", __name__)
QUIET = ("/livez", "/readyz", "/startupz", "/metrics", "/static/<path:name>")
# Of events not yet sent: the service works, but the others hear late.
BACKLOG, LATE = 10_000, 60  # how many, and how many seconds the oldest waits


def _door(rule: str):
    return lambda view: blueprint.get(rule)(mark(view, PUBLIC))


@_door("/livez")
def livez():
    """This process answers; nothing else is asked, so that a sick database restarts nobody."""
    return {"status": "ok"}


@_door("/startupz")
def startupz():
    return readyz()


@_door("/readyz")
def readyz():
    """Can requests be served? A broker that is away only makes it "degraded": the outbox keeps the events."""
    try:
        with store().engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        migrated = at_head(store().engine, service().name)
        waiting, oldest = backlog()
    except SQLAlchemyError as error:
        get(__name__).warning("not ready", reason=type(error).__name__)
        return {"status": "unavailable", "database": "unreachable"}, 503
    if not migrated:
        return {"status": "unavailable", "database": "migrations are missing"}, 503
    because = behind(waiting, oldest)
    metrics.readiness_degraded.labels(service().name).set(1 if because else 0)
    said = {"status": "degraded", "because": because} if because else {"status": "ok"}
    return {**said, "outbox_waiting": waiting, "outbox_oldest_seconds": oldest}


def backlog() -> tuple[int, int]:
    """How many events wait to be sent, and for how many seconds the oldest does."""
    with store().reading(None) as session:
        found = outbox.backlog(session, store().table("outbox"))
    measures.backlog(store().name, found)  # here too: a relay that is gone tells nobody what waits
    return found[0], int(measures.age(found[1], datetime.now(UTC)))


def behind(waiting: int, oldest: int) -> list[str]:
    """Why the others hear late; nothing when they do not."""
    reasons = []
    if waiting > BACKLOG:
        reasons.append(f"outbox: {waiting} events wait, more than {BACKLOG}")
    if oldest > LATE:
        reasons.append(f"outbox: the oldest event waits for {oldest} s, more than {LATE} s")
    return reasons


@_door("/metrics")
def prometheus():
    body, content_type = metrics.exposition()
    return Response(body, content_type=content_type)
