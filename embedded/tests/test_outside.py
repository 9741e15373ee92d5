"""The world around the demo believes only what is signed, and notes what reached it (RV-9)."""

import json
import smtplib
from datetime import UTC, datetime

import pytest
import requests
from standardwebhooks import Webhook

from embedded.centre import free_port
from embedded.demo.outside import Outside

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def outside():
    world = Outside(mail_port=free_port())
    world.secret = SECRET
    world.open()
    yield world
    world.close()


def tell(outside, body: str, secret: str = SECRET):
    now = datetime.now(UTC)
    headers = {"webhook-id": "m1", "webhook-timestamp": str(int(now.timestamp()))}
    headers["webhook-signature"] = Webhook(secret).sign("m1", now, body)
    return requests.post(outside.webhook_url, data=body, headers=headers, timeout=5).status_code


def test_a_signed_move_is_noted_in_order_of_arrival(outside):
    for sequence in (1, 2, 2):
        body = json.dumps({"type": "ticket.moved", "data": {"ticket_id": "t", "sequence": sequence}})
        assert tell(outside, body) == 204
    assert outside.heard == {"t": [1, 2, 2]}


def test_a_forged_move_is_refused(outside):
    body = json.dumps({"data": {"ticket_id": "t", "sequence": 1}})
    assert tell(outside, body, "whsec_" + "A" * 32) == 401
    assert requests.post(outside.webhook_url, data="{}", timeout=5).status_code == 401
    assert (outside.heard, outside.refused) == ({}, 2)


def test_texts_and_mails_arrive(outside):
    answer = requests.post(outside.sms_url, json={"to": "+8613800138000", "text": "您好"}, timeout=5)
    assert answer.status_code == 200
    with smtplib.SMTP("127.0.0.1", outside.mail_port) as mail:
        mail.sendmail("frontdesk@example.org", ["li@example.org"], "Subject: hello\r\n\r\nhello\r\n")
    assert len(outside.texts) == 1
    assert outside.mails == ["li@example.org"]
