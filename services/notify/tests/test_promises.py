"""Every event that notify promised to read has an answer here."""

from services.notify.service import service
from shared.contracts import read_by
from shared.messaging.handlers import Answers


def test_every_promised_event_is_answered():
    assert set(Answers(service.handlers).routing_keys) == {contract.routing_key for contract in read_by("notify")}
