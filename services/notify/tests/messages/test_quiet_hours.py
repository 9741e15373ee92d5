"""When and by which channel a message leaves: quiet hours, emergencies, opt-out, preference (RV-5)."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from services.notify.channels.breaker import Breaker
from services.notify.messages import clock
from services.notify.messages.models import Message
from shared.contracts import intake
from shared.ids import new_id


@pytest.fixture(autouse=True)
def _fresh_breaker(monkeypatch):
    monkeypatch.setattr(clock, "breaker", Breaker())


def test_quiet_hours_hold_a_message_until_the_morning(world, rows, receiver, configure, tick):
    gateway, night = receiver(200), datetime(2026, 3, 4, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai
    configure(sms_url=gateway.url)
    world.open()
    tick(night)
    (message,) = rows(Message)
    morning = datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
    assert (message.state, message.next_at, gateway.got) == ("deferred", morning, [])
    tick(morning - timedelta(seconds=1))
    assert gateway.got == []
    tick(morning)
    assert rows(Message)[0].state == "delivered"


def test_emergencies_override_quiet_hours(world, rows, receiver, configure, tick):
    gateway = receiver(200)
    configure(sms_url=gateway.url)
    world.open(kind="emergency", priority="emergency")
    tick(datetime(2026, 3, 4, 19, 0, tzinfo=UTC))
    assert rows(Message)[0].state == "delivered"


def test_who_opts_out_while_the_message_waits_is_not_told(world, rows, receiver, configure, tick, hear, now):
    gateway, who, home = receiver(200), new_id(), new_id()
    configure(sms_url=gateway.url)
    contact = {"person_id": who, "name": "李敏", "role": "owner", "phone": "+8613812345521"}
    for version, opted_out in ((1, False), (2, True)):
        people = [{**contact, "opted_out": opted_out}]
        if version == 2:
            world.open(caller={"person_id": who})
        hear(
            intake.HouseholdContactsChanged, about=home, household_id=home, version=version, unit_id=home, people=people
        )
    tick(now)
    assert rows(Message)[0].state == "suppressed" and gateway.got == []


def test_a_preferred_channel_comes_first(world, rows, receiver, mailbox, configure, tick, hear, now):
    gateway, box, home = receiver(200), mailbox(), new_id()
    configure(sms_url=gateway.url, smtp_url=box.url)
    person = {
        "person_id": new_id(),
        "name": "李敏",
        "role": "owner",
        "phone": "+8613812345521",
        "email": "li@example.org",
    }
    people = [{**person, "channels": ["email"]}]
    hear(intake.HouseholdContactsChanged, about=home, household_id=home, version=1, unit_id=home, people=people)
    world.open()
    tick(now)
    assert (len(box.letters), gateway.got, rows(Message)[0].channels) == (1, [], ["email", "sms", "in_app"])


def test_what_a_customer_wrote_cannot_break_out_of_a_header(world, rows, mailbox, configure, tick, now, client, admin):
    box = mailbox()
    configure(smtp_url=box.url)
    text = {"kind": "ticket_opened", "channel": "email", "language": "zh", "subject": "{name}", "body": "{name} {{x}}"}
    assert client.as_(admin).post("/templates/imports", json={"templates": [text]}).json["created"] == 1
    world.open(caller={"phone": None, "email": "li@example.org", "name": "李\r\nBcc: all@example.org {number}"})
    tick(now)
    (letter,) = box.letters
    assert letter["Bcc"] is None and letter["Subject"] == "李 Bcc: all@example.org {number}"
    assert json.dumps(letter.get_content().strip(), ensure_ascii=False) == '"李 Bcc: all@example.org {number} {x}"'
