"""One service's doors as a WSGI application; it refuses to start when a door does not say whom it allows."""

import logging
from functools import lru_cache
from time import perf_counter

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from shared import logs, metrics, tracing

from . import (
    admission,
    audit,
    audit_page,
    auth,
    bodies,
    dead_events,
    dead_events_page,
    docs,
    errors,
    events_page,
    headers,
    health,
    openapi,
    plumbing,
    tokens,
)
from .pages import frame

LONGEST_ADDRESS = 8192

log = logging.getLogger("shared.web")


def make_app(service, store) -> Flask:
    """`service` is the table of contents, `store` its database; every process and test makes its app here."""
    app = Flask(f"frontdesk.{service.name}", root_path=frame.ROOT, static_folder=None, template_folder="templates")
    app.config |= {"MAX_CONTENT_LENGTH": bodies.DEFAULT_LIMIT, "MAX_FORM_MEMORY_SIZE": bodies.DEFAULT_LIMIT}
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.json.ensure_ascii = app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.extensions |= {"store": store, "service": service}
    _check_keys(store.settings)
    _around_every_request(app, service)
    admission.register(app, store.settings)
    auth.register(app)
    errors.register(app)
    headers.register(app)
    _doors(app, service)
    auth.refuse_unmarked(app)
    app.wsgi_app = _behind_proxies(  # type: ignore[method-assign]
        Mounted(app.wsgi_app, getattr(store.settings, "root_path", "")), getattr(store.settings, "trusted_proxies", 0)
    )
    return app


def _behind_proxies(wsgi_app, proxies: int):
    """The caller's address and scheme as our own gateway saw them: or all callers share its sign-in throttle."""
    return ProxyFix(wsgi_app, x_for=proxies, x_proto=1) if proxies else wsgi_app


def _check_keys(settings) -> None:
    if getattr(settings, "token_public_keys", ""):
        tokens.check_keys(settings.token_public_keys)


def _doors(app: Flask, service) -> None:
    frame.register(app, service)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(docs.blueprint)
    app.register_blueprint(events_page.blueprint)
    api = openapi.open_api(app, service.name)
    for made in (plumbing, dead_events, audit):
        api.register_blueprint(made.room())
    app.register_blueprint(dead_events_page.pages)
    app.register_blueprint(audit_page.pages)
    for room in getattr(service, "routes", ()):
        api.register_blueprint(room)
    for pages in getattr(service, "pages", ()):
        app.register_blueprint(pages)
    frame.open_home(app)
    app.extensions["api"] = api


def _around_every_request(app: Flask, service) -> None:
    @app.before_request
    def begin() -> None:
        logs.cleared()
        logs.bind(service=service.name)
        g.began = perf_counter()
        if len(request.path) + len(request.query_string) >= LONGEST_ADDRESS:
            from werkzeug.exceptions import RequestURITooLarge

            raise RequestURITooLarge(f"An address has at most {LONGEST_ADDRESS} characters.")

    @app.after_request
    def end(response: Response) -> Response:
        return _measured(service.name, response)


def _measured(service: str, response: Response) -> Response:
    """Counted by rule, never by path: ids must not become labels."""
    rule = str(request.url_rule.rule) if request.url_rule else "unknown"
    took = perf_counter() - g.get("began", perf_counter())
    counter, clock = _meters(service, request.method, rule, response.status_code)
    counter.inc()
    clock.observe(took)
    if rule not in health.QUIET and log.isEnabledFor(logging.INFO):
        line = {"method": request.method, "rule": rule, "status": response.status_code, "ms": round(took * 1000, 1)}
        logs.get("shared.web").info("answered", code=g.get("problem"), **line)
    trace = tracing.current()
    if trace:
        response.headers["X-Trace-Id"] = trace.trace_id
    return response


@lru_cache(maxsize=4096)
def _meters(service: str, method: str, rule: str, status: int):
    """The counter and the histogram of these answers: finding them by their labels costs more than counting."""
    return (
        metrics.requests_answered.labels(service, method, rule, status),
        metrics.request_seconds.labels(service, method, rule),
    )


class Mounted:
    """Lives below a path such as /intake when the ingress passes it on, and gives every request its trace."""

    def __init__(self, wsgi_app, root_path: str):
        self.wsgi_app, self.root_path = wsgi_app, root_path.rstrip("/")

    def __call__(self, environ: dict, start_response):
        path = environ.get("PATH_INFO", "")
        if self.root_path and (path + "/").startswith(self.root_path + "/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self.root_path
            environ["PATH_INFO"] = path[len(self.root_path) :]
        with tracing.follow(environ.get("HTTP_TRACEPARENT")):
            return self.wsgi_app(environ, start_response)
