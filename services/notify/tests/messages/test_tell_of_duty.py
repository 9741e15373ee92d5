"""The site's leaders hear of handover, report, digest, keys not back, agreements ending (RD-7, RD-9, RD-10, RF-4)."""

import pytest

from services.notify.messages.models import Message
from shared.contracts import intake_duty, intake_registers
from shared.contracts.shape import example

TOLD = [
    (intake_duty.HandoverSigned, {"role:supervisor"}, "H-2026-000012"),
    (intake_duty.DayReportIssued, {"role:supervisor"}, "37"),
    (intake_duty.DigestIssued, {"role:supervisor", "role:area_manager", "role:technician"}, "工程"),
    (intake_registers.KeysNotBack, {"role:supervisor"}, "A-017"),
    (intake_registers.AgreementsExpiring, {"role:supervisor"}, "2026-03-31"),
]


@pytest.mark.parametrize(("contract", "whom", "words"), TOLD)
def test_each_is_told_once_to_whom_it_is_for(world, rows, hear, contract, whom, words):
    facts = contract.read(example(contract))
    told = hear(contract, about="duty", **facts)
    hear(contract, about="duty", event_id=told, **facts)
    messages = rows(Message)
    assert {message.recipient for message in messages} == whom and len(messages) == len(whom)
    assert all(words in message.subject + message.body and message.state == "delivered" for message in messages)
