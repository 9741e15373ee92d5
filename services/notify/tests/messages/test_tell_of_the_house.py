"""Leaders hear of late slips and of a week of them, the desk of guests who come, once each (RD-12, RD-19)."""

import pytest

from services.notify.messages.models import Message
from shared.contracts import intake_receptions, intake_slips
from shared.contracts.shape import example

DESK = {"role:desk", "role:night_duty", "role:supervisor"}
TOLD = [
    (intake_slips.SlipOverdue, {}, "slip_overdue", {"role:supervisor"}, "（2026-03-04 12:00）答复：地库照明"),
    (intake_slips.SlipSummaryIssued, {}, "slip_summary_issued", {"role:supervisor"}, "3/4 (75 %)"),
    (intake_receptions.ReceptionDue, {}, "reception_check", DESK, "街道办调研"),
    (intake_receptions.ReceptionDue, {"what": "round"}, "reception_round", DESK, "一号会议室"),
]


@pytest.mark.parametrize(("contract", "changed", "kind", "whom", "words"), TOLD)
def test_each_is_told_once_to_whom_it_is_for(world, rows, hear, contract, changed, kind, whom, words):
    facts = {**contract.read(example(contract)), **changed}
    told = hear(contract, about="house", **facts)
    hear(contract, about="house", event_id=told, **facts)
    messages = rows(Message)
    assert {message.recipient for message in messages} == whom and len(messages) == len(whom)
    assert {message.kind for message in messages} == {kind}
    assert all(words in message.subject + message.body and message.state == "delivered" for message in messages)
