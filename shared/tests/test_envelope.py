"""Our events are CloudEvents: the official SDK reads ours and we read the SDK's."""

import json
from uuid import UUID, uuid4

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event, to_structured_event
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from shared.contracts.contract import CONTENT_TYPE
from shared.contracts.intake import TicketCancelled
from shared.errors import ContractBroken
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR, SITE


@pytest.fixture
def envelope(now):
    data = TicketCancelled.write({"ticket_id": uuid4(), "number": "T-1", "version": 1, "reason": "漏水"})
    return Envelope.about_fact(
        TicketCancelled,
        about="T-1",
        data=data,
        operator_id=OPERATOR,
        site_id=SITE,
        time=now,
        because_of=None,
        traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01",
    )


def test_the_official_sdk_reads_ours(envelope):
    event = from_structured_event(HTTPMessage({"content-type": CONTENT_TYPE}, envelope.body.encode()), JSONFormat())
    assert event.get_id() == str(envelope.id)
    assert event.get_type() == "intake.ticket.cancelled.v1"
    assert event.get_time() == envelope.time
    assert event.get_extension("siteid") == str(SITE)
    assert event.get_data() == envelope.data


def test_we_read_what_the_official_sdk_writes(now):
    attributes = {
        "id": str(uuid4()),
        "source": "/elsewhere",
        "type": "intake.ticket.cancelled.v1",
        "time": now,
        "specversion": "1.0",
        "subject": "T-1",
        "datacontenttype": "application/json",
        "operatorid": str(OPERATOR),
    }
    written = to_structured_event(CloudEvent(dict(attributes), {"reason": "漏水"}), JSONFormat())
    read = Envelope.read(written.body)
    assert (read.id, read.time, read.data) == (UUID(attributes["id"]), now, {"reason": "漏水"})


def test_reading_gives_back_what_was_written(envelope):
    assert Envelope.read(envelope.body) == envelope


@pytest.mark.parametrize("name", ["id", "type", "operatorid", "time", "data", "specversion"])
def test_an_event_without_its_paper_is_no_event(envelope, name):
    raw = json.loads(envelope.body)
    del raw[name]
    with pytest.raises(ContractBroken, match=name):
        Envelope.read(json.dumps(raw))


def test_an_effect_names_its_cause_and_keeps_the_thread(envelope, now):
    effect = Envelope.about_fact(
        TicketCancelled,
        about="x",
        data={},
        operator_id=OPERATOR,
        site_id=SITE,
        time=now,
        because_of=envelope,
        traceparent=None,
    )
    assert effect.causation_id == str(envelope.id)
    assert (effect.correlation_id, effect.traceparent) == (envelope.correlation_id, envelope.traceparent)
