"""The three refusals GeoReport knows: 404 for what is not there, 403 for a bad key, 400 for everything else."""

from shared.errors import DomainError


class Refusal(DomainError):
    code, title, status = "refused", "Refused", 400

    def __init__(self, status: int, detail: str):
        super().__init__(detail)
        self.status = status


def bad(detail: str) -> Refusal:
    return Refusal(400, detail)


def missing(what: str) -> Refusal:
    return Refusal(404, f"{what} was not found.")


def bad_key(detail: str = "The api_key was not provided, or is not valid.") -> Refusal:
    return Refusal(403, detail)


KEPT = (413, 429, 503)  # say when, or how much: what every client of HTTP understands


def status_of(error) -> int:
    """Any refusal of the house in the words of GeoReport."""
    status = getattr(error, "status", None) or getattr(error, "code", None) or 500
    if status in KEPT or status >= 500:
        return status
    if status in (401, 403):
        return 403
    return 404 if status == 404 else 400
