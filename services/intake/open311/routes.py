"""The doors of Open311, under /open311/v2: everybody may look, who has an integration's key may post (RO-3)."""

from datetime import UTC, datetime

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from services.intake.calls.allowance import take
from services.intake.directory.queries import categories_by_code
from shared.errors import DomainError
from shared.principal import Principal
from shared.web.auth import PUBLIC, mark
from shared.web.current import store
from shared.web.errors import RETRY_AFTER

from .asking import read_post
from .definitions import questions_of
from .dialect import write_document
from .jurisdictions import acting_at, find_jurisdiction, integration_of, key_holder
from .queries import Reader, find_request, find_requests, find_token, request_view, told
from .refusals import missing, status_of
from .site_rules import rules_of
from .telling import definition_view, discovery_view, refusal_view, requests_view, services_view
from .usecases import submit_request

open311 = Blueprint("open311", __name__, url_prefix="/open311/v2")
FORMS = "<any(xml, json):form>"


def door(rule: str, *methods: str):
    return lambda view: open311.route(f"{rule}.{FORMS}", methods=methods or ("GET",))(mark(view, PUBLIC))


def answered(name: str, content, form: str, status: int = 200) -> Response:
    body, kind = write_document(name, content, form)
    return Response(body, status, content_type=kind)


def asked_site(session):
    return find_jurisdiction(session, request.args.get("jurisdiction_id"))


def reader_of(session, now) -> Reader:
    """Who sends a key reads as its integration; a bad key is refused rather than overlooked."""
    key = request.args.get("api_key")
    return Reader(integration_of(key_holder(session, key, now))) if key else Reader()


def at_site(site):
    """A look at one site and nothing else."""
    return store().reading(Principal.system(site.operator_id, site.id, "open311"))


@door("/discovery")
def discover(form):
    return answered("discovery", discovery_view(request.url_root + open311.url_prefix.lstrip("/")), form)


@door("/services")
def list_services(form):
    with store().reading(None) as session:
        site = asked_site(session)
    with at_site(site) as session:
        found = categories_by_code(session).values()
        return answered("services", services_view(found, rules_of(site)), form)


@door("/services/<service_code>")
def define_service(service_code, form):
    with store().reading(None) as session:
        site = asked_site(session)
    with at_site(site) as session:
        category = categories_by_code(session, code=service_code).get(service_code)
    if category is None:
        raise missing("The service_code")
    content = definition_view(service_code, questions_of(category, rules_of(site)))
    return answered("service_definition", content, form)


@door("/requests")
def list_requests(form):
    now = datetime.now(UTC)
    with store().reading(None) as session:
        site, reader = asked_site(session), reader_of(session, now)
    with at_site(site) as session:
        found = find_requests(session, site, rules_of(site), reader, request.args, now)
        views = [request_view(ticket, facts, reader, site) for ticket, facts in found]
    return answered("service_requests", requests_view(views), form)


@door("/requests/<service_request_id>")
def show_request(service_request_id, form):
    now = datetime.now(UTC)
    with store().reading(None) as session:
        site, reader = asked_site(session), reader_of(session, now)
    with at_site(site) as session:
        ticket, facts = find_request(session, site, reader, service_request_id)
        return answered("service_requests", requests_view([request_view(ticket, facts, reader, site)]), form)


@door("/tokens/<token>")
def show_token(token, form):
    with store().reading(None) as session:
        site = asked_site(session)
    with at_site(site) as session:
        ticket, facts = find_token(session, site, token)
        known = {"service_request_id": ticket.id} if told(ticket, facts) else {}
    return answered("service_requests", requests_view([{**known, "token": token}]), form)


@door("/requests", "POST")
def post_request(form):
    now, posted = datetime.now(UTC), read_post(request)
    with store().reading(None) as session:
        sender = key_holder(session, posted.api_key, now)
    with store().reading(sender) as session:
        site = find_jurisdiction(session, posted.get("jurisdiction_id"))
    take(store(), integration_of(sender), 1, now)
    with store().work(acting_at(sender, site), now=now) as w:
        answer = submit_request(w, site, rules_of(site), posted)
    return answered("service_requests", requests_view([answer]), form, 201)


@open311.errorhandler(DomainError)
@open311.errorhandler(HTTPException)
def refuse(error):
    """Every refusal in GeoReport's words; what says when to come again keeps saying it."""
    status = status_of(error)
    form = (request.view_args or {}).get("form", "xml")
    detail = getattr(error, "detail", None) or getattr(error, "description", None) or "Refused."
    response = answered("errors", refusal_view(status, detail), form, status)
    if status in (429, 503):
        response.headers["Retry-After"] = str(getattr(error, "extra", {}).get("retry_after", RETRY_AFTER))
    return response
