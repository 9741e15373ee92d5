"""What is written down beside the databases names nobody who lives there or called (reliability.md 2.7 item 10, RF-6).

A quiet day writes almost no log: here everything goes wrong that can, with people's names in hand. The day itself is
looked at in `tests/end_to_end/test_main_job_embedded.py`.
"""

import io
import logging

import pytest
import structlog
from prometheus_client import generate_latest
from sqlalchemy import select

from services.intake.households.models import Person
from shared import logs
from shared.messaging.envelope import Envelope
from shared.messaging.handlers import Answers, Handlers
from shared.messaging.settlement import Settlement
from shared.testing.people import ADMIN
from tests.fuzz.envelopes import NOW, heard_by, said, value
from tests.fuzz.personal import leaks, seeded

NAME, PHONE, MAIL = "侯国栋", "13763011007", "owner001@example.com"


@pytest.fixture
def service():
    from services.intake.service import service

    return service


@pytest.fixture
def written(monkeypatch):
    """What the process writes as it would in production."""
    root, before, stream = logging.getLogger(), logging.getLogger().handlers[:], io.StringIO()
    level, config = root.level, structlog.get_config()
    logs.set_up("intake", stream=stream)
    yield stream
    structlog.configure(**config)
    root.handlers[:] = before
    root.setLevel(level)


def event_of(contract, event_id=None) -> str:
    about = value(contract.schema.fields["ticket_id"]) if "ticket_id" in contract.schema.fields else "x"
    whose = {"operator_id": ADMIN.operator_id, "site_id": None, "time": NOW, "because_of": None, "traceparent": None}
    return Envelope.about_fact(contract, about=about, data=said(contract.schema), **whose).body


def broken_by(contract, how) -> Answers:
    handlers = Handlers()
    handlers.on(contract)(how)
    return Answers([handlers])


def no_such_row(work, event) -> None:
    """A person without a household: the database refuses the row and says what stood in it."""
    work.session.add(Person(name=NAME, email=MAIL, household_id=None, site_id=value_of(event)))
    work.session.flush()


def value_of(event):
    return event.site_id or event.id


def says_it(work, event) -> None:
    raise RuntimeError(f"{MAIL} and {PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]} cannot be reached")


@pytest.mark.parametrize("how", [no_such_row, says_it])
def test_an_event_that_fails_with_a_person_in_hand_names_nobody(store, written, client, how):
    contract = heard_by("intake")[0]
    settlement = Settlement(store, broken_by(contract, how))
    settlement.handle_all([event_of(contract), event_of(contract)], NOW)
    table = store.table("parked_events")
    with store.reading(None) as session:
        rows = session.execute(select(table.c.event_id, table.c.error)).all()
    views = [client.as_(ADMIN).get(f"/dead-events/{row.event_id}").get_data(as_text=True) for row in rows]
    shown = {f"view {number}": view for number, view in enumerate(views)}
    raw = {f"error {row.event_id}": row.error for row in rows} if how is no_such_row else {}
    assert len(rows) == 2 and "Error" in rows[0].error
    metrics = {"metrics": generate_latest().decode()}
    assert leaks({"log": written.getvalue(), **shown, **raw, **metrics}, seeded()) == {}


def test_a_request_that_fails_with_a_person_in_hand_names_nobody(app, store, written):
    from shared.web.errors import database_error

    with app.test_request_context("/api/v1/households"):
        try:
            with store.work(ADMIN) as work:
                no_such_row(work, Envelope.read(event_of(heard_by("intake")[0])))
        except Exception as error:
            database_error(error)
    assert "IntegrityError" in written.getvalue()
    assert leaks({"log": written.getvalue()}, seeded()) == {}


@pytest.mark.parametrize(
    "line", [f"told {NAME}", "dialled 137 6301 1007", "dialled +86-137-6301-1007", f"mailed {MAIL}", f"x{PHONE}y"]
)
def test_a_name_or_a_number_in_a_log_is_found(line):
    assert leaks({"log": line}, seeded())


def test_what_is_masked_or_of_nobody_is_no_leak():
    assert leaks({"log": "138****1007 侯* o***@example.com 2026-11-22T10:00:00 T-2026-000123"}, seeded()) == {}
