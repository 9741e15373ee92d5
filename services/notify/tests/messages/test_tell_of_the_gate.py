"""A household hears who came, what lies here, what left and what was not let in, once each (RD-11, RD-14 to RD-16)."""

import pytest

from services.notify.messages.models import Message
from shared.contracts import intake, intake_gate
from shared.contracts.shape import example

TOLD = [
    (intake_gate.VisitorArrived, {}, "visitor_arrived", "赵强"),
    (intake_gate.ParcelReceived, {}, "parcel_received", "4711"),
    (intake_gate.ParcelReceived, {"reminder": 2}, "parcel_waiting", "4711"),
    (intake_gate.ReleasePassIssued, {}, "release_pass_issued", "沙发 × 2"),
    (intake_gate.ReleasePassUsed, {}, "release_pass_used", "RP-2026-000012"),
    (intake_gate.GateEnquiryRefused, {}, "gate_enquiry_refused", "未办理装修审批"),
]


@pytest.fixture
def people(hear, world):
    """A tenant who lives there and an owner who does not."""
    whole = intake.HouseholdContactsChanged.read(example(intake.HouseholdContactsChanged))
    one = whole["people"][0]
    named = [("00000000000a", "周磊", "tenant", "+8613800138001"), ("00000000000b", "陈静", "owner", "+8613800138000")]
    facts = [
        {**one, "person_id": str(one["person_id"])[:-12] + end, "name": name, "role": role, "phone": phone}
        for end, name, role, phone in named
    ]
    hear(intake.HouseholdContactsChanged, about="household", **{**whole, "people": facts})


@pytest.mark.parametrize(("contract", "changed", "kind", "words"), TOLD)
def test_each_is_told_once_to_whom_it_concerns(people, rows, hear, contract, changed, kind, words):
    facts = {**contract.read(example(contract)), **changed}
    told = hear(contract, about="gate", **facts)
    hear(contract, about="gate", event_id=told, **facts)
    (message,) = rows(Message)
    assert message.kind == kind and words in message.subject + message.body
    owner = kind in ("release_pass_issued", "release_pass_used", "gate_enquiry_refused")
    assert str(message.person_id)[-1] == ("b" if owner else "a")
