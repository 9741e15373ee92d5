"""Doors of the telephone: the secret address that exchanges post to, and the log of calls for programs."""

from datetime import UTC, datetime

from flask import Blueprint, jsonify, request
from werkzeug.exceptions import UnsupportedMediaType

from services.intake.accounts.queries import find_integration
from services.intake.calls.allowance import take
from services.intake.tickets.lifecycle import DESK
from shared.web.auth import PUBLIC, mark
from shared.web.bodies import read_json
from shared.web.current import reading, store, work
from shared.web.doors import Room
from shared.web.paging import keyset

from .dialects import read_event, read_form
from .lines import find_line, open_line
from .queries import PAGE, asked_calls, find_call, with_tickets
from .schemas import OpenPhoneLine, PhoneCallQuery, PhoneCallView, PhoneLineView
from .usecases import answer_to, record_event

cti = Room("cti", __name__, description="The log of calls, as the telephone tells it (RD-2)")
exchange = Blueprint("exchange", __name__)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
ALLOWED = {"application/json": lambda: read_event(read_json()), **dict.fromkeys(FORMS, lambda: read_form(request.form))}


def tell_of_call(token):
    """One event of one call, as a form (generic CTI) or as our JSON; answered with what the telephone should do."""
    now = datetime.now(UTC)
    with store().reading(None) as session:
        line = find_line(session, token)
    take(store(), line.integration_id, 1, now)
    if request.mimetype not in ALLOWED:
        raise UnsupportedMediaType(f"One of {', '.join(ALLOWED)} is expected.")
    told = ALLOWED[request.mimetype]()
    with store().work(line.principal, now=now) as w:
        call = record_event(w, line, told)
        return jsonify(answer_to(w, call, told))


exchange.post("/cti/<token>")(mark(tell_of_call, PUBLIC))


@cti.post(
    "/integrations/<uuid:integration_id>/phone-lines",
    allow="admin",
    body=OpenPhoneLine,
    answer=PhoneLineView,
    status=201,
)
def open_phone_line(asked, integration_id):
    """The secret address for one site's calls; asked for again, a new one, and the former ends at once."""
    with work() as w:
        w.principal.require(None, "admin")
        return open_line(w, find_integration(w.session, integration_id), **asked)


@cti.get("/phone-calls", allow=DESK, query=PhoneCallQuery, answer=PhoneCallView, page=True)
def list_phone_calls(asked):
    with reading() as session:
        page = keyset(session, asked_calls(asked), PAGE, asked)
        with_tickets(session, page.items)
        return page


@cti.get("/phone-calls/<uuid:phone_call_id>", allow=DESK, answer=PhoneCallView)
def get_phone_call(phone_call_id):
    with reading() as session:
        (call,) = with_tickets(session, [find_call(session, phone_call_id)])
        return call
