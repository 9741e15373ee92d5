"""A platform that pushes: its profile, its two live secrets, and requests signed as Standard Webhooks says."""

import base64
import hmac
import json
import time
from types import SimpleNamespace
from uuid import uuid4

import pytest

from services.intake.accounts.models import Integration, PushSecret
from shared.ids import new_id
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE

SECRETS = (b"first-secret-of-the-platform-32b", b"second-secret-of-the-platform-3b")
PROFILE = {
    "name": "test",
    "source": "A platform of the tests",
    "timezone": "America/New_York",
    "external_id": ["Unique Key"],
    "site": {"field": "Borough", "map": {"MANHATTAN": "CH", "ELSEWHERE": "JX"}},
    "occurred_at": {"field": "Created Date", "formats": ["%m/%d/%Y %I:%M:%S %p", "iso"]},
    "kind": {"field": "Type", "map": {"室内报修": "repair_unit", "Complaint": "complaint"}},
    "category": {
        "fields": ["Complaint Type", "Descriptor"],
        "map": [
            {"when": ["WATER LEAK", "HEAVY FLOW"], "category": "unit.pipe.leak", "priority": "emergency"},
            {"when": ["WATER LEAK", "*"], "category": "unit.pipe.leak"},
            {"when": ["GHOST", "*"], "category": "no.such", "kind": "complaint"},
        ],
    },
    "priority": {"field": "Urgency", "map": {"Normal": "normal", "加急": "urgent"}},
    "channel": {"field": "Channel", "map": {"PHONE": "phone"}},
    "unit": {"fields": ["房号"], "patterns": [r"^(?P<building>\d{1,3})栋(?P<entrance>\d{1,2})单元(?P<room>\d{3,4})"]},
    "public_place": {"fields": ["Incident Address", "City"]},
    "caller": {"name": "Caller", "phone": "Phone", "email": "Mail"},
    "description": {"fields": ["Complaint Type", "Note"], "separator": " · "},
}


@pytest.fixture
def platform(store, place, now):
    """An integration that may push to site CH."""
    with store.work(Principal.system(OPERATOR), now=now) as work:
        one = Integration(id=new_id(), code="hotline", name="Hotline", site_ids=[str(SITE)], profile=PROFILE)
        work.session.add(one)
        work.session.flush()
        for secret in SECRETS:
            work.session.add(PushSecret(integration_id=one.id, secret=secret, expires_at=None))
    return SimpleNamespace(id=one.id, path=f"/integrations/{one.id}")


def signed(body: bytes, *, secret=SECRETS[0], message_id=None, at=None) -> dict:
    """The three headers of a push."""
    message_id, at = message_id or f"msg_{uuid4().hex}", str(int(at if at is not None else time.time()))
    digest = hmac.digest(secret, f"{message_id}.{at}.".encode() + body, "sha256")
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": message_id, "webhook-timestamp": at, "webhook-signature": signature}


@pytest.fixture
def push(client, platform):
    """`push(record)` sends one record; `headers=`, `secret=`, `at=` … make it a special one."""

    def send(record, *, path="/pushes", headers=None, raw=None, **how):
        body = raw if raw is not None else json.dumps(record, ensure_ascii=False).encode()
        given = signed(body, **how) if headers is None else headers
        return client.post(platform.path + path, data=body, headers={**given, "Content-Type": "application/json"})

    send.signed = signed
    return send


def record(key="39573567", **more) -> dict:
    """A believable record; None leaves a field out."""
    facts = {
        "Unique Key": key,
        "Created Date": "06/26/2018 10:58:54 AM",
        "Borough": "Manhattan ",
        "Complaint Type": "Water  Leak",
        "Descriptor": "SLOW LEAK",
        "Type": "室内报修",
        "Urgency": "Normal",
        "Channel": "phone",
        "房号": "３栋２单元１２０１室",
        "Caller": "李敏",
        "Phone": "138 1234 5521",
        "Mail": "limin@example.org",
        "Note": "厨房水管漏水",
    }
    return {name: value for name, value in {**facts, **more}.items() if value is not None}


@pytest.fixture
def left(store):
    """`left()` -> how many pushes, tickets, signatures and events there are."""
    from sqlalchemy import func, select

    def count() -> dict:
        with store.reading(None) as session:
            return {
                name: session.scalar(select(func.count()).select_from(store.table(name)))
                for name in ("pushes", "tickets", "push_signatures", "outbox", "chronicle_entries", "numbers")
            }

    return count
