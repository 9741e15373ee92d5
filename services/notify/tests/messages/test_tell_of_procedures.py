"""The owner hears of the permit and of what has to be put right, the leaders of what is not, once each (RM-4, RM-5)."""

import pytest

from services.notify.messages.models import Message
from services.notify.tests.messages.test_tell_of_the_gate import people  # noqa: F401
from shared.contracts import intake_procedures
from shared.contracts.shape import example

TOLD = [
    (intake_procedures.RenovationApproved, "renovation_approved", "2026-05-10"),
    (intake_procedures.NoticeWritten, "notice_written", "午间使用电锤 请在 2026-03-07 10:30 前"),
    (intake_procedures.NoticeEscalated, "notice_escalated", "业主拒签"),
]


@pytest.mark.parametrize(("contract", "kind", "words"), TOLD)
def test_each_is_told_once_to_whom_it_concerns(people, rows, hear, contract, kind, words):  # noqa: F811
    facts = contract.read(example(contract))
    told = hear(contract, about="procedure", **facts)
    hear(contract, about="procedure", event_id=told, **facts)
    messages = rows(Message)
    assert {one.kind for one in messages} == {kind} and all(words in one.subject + one.body for one in messages)
    told = [str(one.person_id)[-1] if one.person_id else one.recipient for one in messages]
    assert sorted(told) == (["role:manager", "role:supervisor"] if kind == "notice_escalated" else ["b"])
