"""Where platforms are told, and what people send again, stands on the audit trail; the secret does not."""

import json

from services.notify.tests.stubs import SECRET
from shared.ids import new_id


def test_a_changed_subscription_is_on_record_with_both_addresses(client, admin, on_record):
    door = f"/webhook-subscriptions/{new_id()}"
    for url in ("https://platform.example/hook", "https://elsewhere.example/hook"):
        body = {"url": url, "secret": SECRET}
        assert client.as_(admin).put(door, json=body).status_code == 200
    first, second = on_record()
    assert first.before is None and json.loads(first.after)["new_secret"] is True
    assert json.loads(second.before)["url"].startswith("https://platform") and SECRET not in str(on_record())
    assert json.loads(second.after)["url"].startswith("https://elsewhere") and second.site_id.int == 0


def test_new_texts_are_on_record_once(client, head_office, on_record):
    text = {"kind": "ticket_opened", "channel": "sms", "language": "zh", "body": "收到 {number}"}
    for _ in range(2):
        answer = client.as_(head_office).post("/templates/imports", json={"templates": [text]})
        assert answer.status_code == 200, answer.json
    told = [(entry.action, json.loads(entry.after)) for entry in on_record()]
    assert told == [("templates.imported", {"texts": [f"{text['kind']} created"]})]
