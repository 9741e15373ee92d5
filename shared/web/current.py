"""What belongs to the request being answered: who asks, its transaction, its settings."""

from contextlib import AbstractContextManager, contextmanager

from flask import current_app, g

from shared.errors import Unauthenticated
from shared.principal import Principal


def principal() -> Principal:
    """Who asks. Raises Unauthenticated on a public door that nobody signed in at."""
    asking = maybe_principal()
    if asking is None:
        raise Unauthenticated("Sign in, or send a token in the Authorization header.")
    return asking


def maybe_principal() -> Principal | None:
    """Who asks, at the sites where one of the door's roles is held (RO-1)."""
    return g.get("principal")


def signed_in() -> Principal | None:
    """The same person with all their roles and sites: what the frame offers does not depend on the page."""
    return g.get("signed_in")


def store():
    return current_app.extensions["store"]


def service():
    return current_app.extensions["service"]


def settings():
    """The service's settings."""
    return store().settings


def work(acting: Principal | None = None) -> AbstractContextManager:
    """`with work() as w:` — the request's transaction, as whoever asks (or as `acting`, on public doors).

    Inside a door with an Idempotency-Key this is the transaction that also keeps the answer.
    """
    if "work" in g:
        return _already(g.work)
    return store().work(acting or principal())


def reading(acting: Principal | None = None) -> AbstractContextManager:
    """`with reading() as session:` — a look at the database that changes nothing."""
    return store().reading(acting or principal())


@contextmanager
def _already(opened):
    yield opened
