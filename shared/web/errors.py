"""Every refusal becomes one RFC 9457 problem, made here and nowhere else; people get the same as a page."""

import structlog
from flask import Flask, current_app, g, json, request
from gunicorn.http.errors import NoMoreData, ParseException  # type: ignore[import-untyped]
from marshmallow import ValidationError
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from shared import tracing
from shared.errors import BadInput, Conflict, DomainError, Malformed, Stale, Unauthenticated, Unavailable

log = structlog.stdlib.get_logger(__name__)

PROBLEM = "application/problem+json"
RETRY_AFTER = 2  # seconds
CODES = {
    400: "malformed",
    401: "unauthenticated",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "too-slow",
    413: "too-large",
    414: "address-too-long",
    415: "wrong-type",
    431: "headers-too-large",
    429: "too-many",
    503: "unavailable",
}
TORN = (ParseException, NoMoreData)  # bodies that break off on the way, or whose chunks are none
UNREACHABLE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)


def register(app: Flask) -> None:
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(ValidationError, malformed)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(StaleDataError, stale)
    app.register_error_handler(exc.SQLAlchemyError, database_error)
    for kind in TORN:
        app.register_error_handler(kind, torn)
    app.register_error_handler(Exception, unexpected)


def refused(error: DomainError) -> Response:
    headers = {}
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="frontdesk"'
    if error.status in (429, 503):
        headers["Retry-After"] = str(error.extra.get("retry_after", RETRY_AFTER))
    if error.status >= 500:
        log.warning("unavailable", detail=error.detail)
    return _answer(error.status, error.code, error.title, error.detail, error.errors, error.extra, headers)


def malformed(error: ValidationError) -> Response:
    said = flatten(error.messages)
    detail = "; ".join(f"{name}: {' '.join(reasons)}" for name, reasons in list(said.items())[:5])
    return refused(BadInput(detail or "The request does not have the shape this door expects.", errors=said))


def flatten(messages, name: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as `{"lines.0.code": [...]}`."""
    if not isinstance(messages, dict):
        return {name or "body": [str(said) for said in messages]}
    flat: dict[str, list[str]] = {}
    for key, inner in messages.items():
        deeper = name if key == "_schema" or (not name and key in ("json", "query")) else f"{name}.{key}".strip(".")
        for path, said in flatten(inner, deeper).items():
            flat.setdefault(path, []).extend(said)
    return flat


def http_error(error: HTTPException) -> Response:
    """What Flask and werkzeug refuse. Their headers are kept: Allow, Retry-After, WWW-Authenticate."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    kept = {name: value for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")}
    detail = error.description or ""
    if error.code == 413:
        detail = f"A request may carry {request.max_content_length or 0:,} bytes here."
    if isinstance(error, MethodNotAllowed):
        kept["Allow"] = ", ".join(sorted(error.valid_methods or ()))  # as a set it came in any order
        detail = f"Here one can {kept['Allow']}."
    if error.code == 404:
        detail = "There is nothing at this address."
    if error.code >= 500:
        log.error("http error", status=error.code)
    return _answer(error.code, CODES.get(error.code, "refused"), error.name, detail, {}, {}, kept)


def torn(_error: Exception) -> Response:
    return refused(Malformed("The body breaks off, or its chunks are not what they say."))


def stale(_error: StaleDataError) -> Response:
    return refused(Stale("Somebody else changed this at the same moment. Read it again and repeat what still fits."))


def database_error(error: exc.SQLAlchemyError) -> Response:
    """Not reachable or too busy: later helps. Two writers of the same unique thing: one of them lost."""
    reason = type(getattr(error, "orig", None) or error).__name__
    if isinstance(error, UNREACHABLE) or getattr(error, "connection_invalidated", False):
        log.error("database unavailable", reason=reason, error=str(getattr(error, "orig", error)))
        return refused(Unavailable("The database does not answer right now; nothing was kept. Try again shortly."))
    if isinstance(error, exc.IntegrityError) and not left_out(error):
        log.warning("integrity", reason=reason, exc_info=error)
        return refused(Conflict("Something with the same identity was written already, perhaps a moment ago."))
    return unexpected(error)


def left_out(error: exc.IntegrityError) -> bool:
    """A value that a column must have was not given: our fault and worth another try, no matter of who came first."""
    code = getattr(error.orig, "sqlite_errorname", type(error.orig).__name__)
    return code in {"SQLITE_CONSTRAINT_NOTNULL", "NotNullViolation"}


def unexpected(error: Exception) -> Response:
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.error("unexpected", exc_info=error, rule=str(request.url_rule), method=request.method)
    detail = "Something failed on our side; nothing of this request was kept. Quote the trace id when you ask us."
    return _answer(500, "unexpected", "Something went wrong", detail, {}, {}, {})


def _answer(status: int, code: str, title: str, detail: str, errors: dict, extra: dict, headers: dict) -> Response:
    trace = tracing.current()
    problem = {"type": f"/problems/{code}", "title": title, "status": status, "detail": detail, "code": code}
    problem |= {"instance": request.path, "trace_id": trace.trace_id if trace else ""}
    problem |= {key: value for key, value in extra.items() if key not in problem}
    if errors:
        problem["errors"] = errors
    g.problem = code
    response = as_page(problem) if wants_page() else None
    if response is None:
        body = json.dumps(problem, ensure_ascii=False).encode("utf-8", "replace")  # half a character may be quoted
        response = Response(body, status, mimetype=PROBLEM)
    response.headers.update(headers)
    return response


def wants_page() -> bool:
    """Whether a person looks at this, rather than a program."""
    if request.path.startswith("/api/") or request.path in ("/livez", "/readyz", "/startupz", "/metrics"):
        return False
    return "text/html" in request.headers.get("Accept", "") or "HX-Request" in request.headers


def as_page(problem: dict) -> Response | None:
    page = current_app.extensions.get("error_page")
    return page(problem) if page else None
