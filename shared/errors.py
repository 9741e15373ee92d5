"""What can go wrong, named once for all three doors: HTTP, events, the clock."""

from typing import TypeVar

T = TypeVar("T")


class DomainError(Exception):
    """A rule said no.

    `code` is the stable word clients may match on, `status` the HTTP answer, `may_pass` says whether the same
    event, delivered later, may fare better. `errors` names fields and what would be right; `extra` goes into the
    problem document as it is.
    """

    code = "refused"
    title = "Refused"
    status = 422
    may_pass = False

    def __init__(self, detail: str, *, errors: dict[str, list[str]] | None = None, **extra):
        super().__init__(detail)
        self.detail = detail
        self.errors = errors or {}
        self.extra = extra


class BadInput(DomainError):
    code, title, status = "bad-input", "Something in the request is not right", 422


class Malformed(DomainError):
    code, title, status = "malformed", "The request cannot be read", 400


class NotFound(DomainError):
    """May pass: the event that creates the thing may still be on its way."""

    code, title, status, may_pass = "not-found", "Not found", 404, True


def found(thing: T | None, what: str) -> T:
    """The thing that was looked for. Raises NotFound naming what it would be: `found(session.get(…), "visitor")`."""
    if thing is None:
        raise NotFound(f"There is no such {what}.")
    return thing


class Conflict(DomainError):
    code, title, status = "conflict", "Not possible in this state", 409


class Stale(DomainError):
    code, title, status = "stale", "Somebody else was faster", 412


class VersionMissing(DomainError):
    code, title, status = "version-missing", "Say which version you read", 428


class NotAllowed(DomainError):
    code, title, status = "not-allowed", "Not allowed", 403


class Unauthenticated(DomainError):
    code, title, status = "unauthenticated", "Sign in first", 401


class TooMany(DomainError):
    code, title, status, may_pass = "too-many", "Too many requests", 429, True


class Unavailable(DomainError):
    code, title, status, may_pass = "unavailable", "Not available right now", 503, True


class ContractBroken(DomainError):
    """An event that no promise covers: trying again cannot help."""

    code, title = "contract-broken", "Not what was promised"
