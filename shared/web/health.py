"""Questions of the machinery: does this process live, can it work, how much has it done (libraries.md §7)."""

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared import metrics
from shared.logs import get
from shared.messaging import outbox
from shared.storage.migrate import at_head

from .auth import PUBLIC, mark
from .current import service, store

blueprint = Blueprint("health", __name__)
QUIET = ("/livez", "/readyz", "/startupz", "/metrics", "/static/<path:name>")
BACKLOG = 10_000  # events not yet sent: the service works, but the others hear late


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
        backlog = waiting()
    except SQLAlchemyError as error:
        get(__name__).warning("not ready", reason=type(error).__name__)
        return {"status": "unavailable", "database": "unreachable"}, 503
    if not migrated:
        return {"status": "unavailable", "database": "migrations are missing"}, 503
    return {"status": "degraded" if backlog > BACKLOG else "ok", "outbox_waiting": backlog}


def waiting() -> int:
    """How many events wait to be sent."""
    with store().reading(None) as session:
        return outbox.backlog(session, store().table("outbox"))[0]


@_door("/metrics")
def prometheus():
    body, content_type = metrics.exposition()
    return Response(body, content_type=content_type)
