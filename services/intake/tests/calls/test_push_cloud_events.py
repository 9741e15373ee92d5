"""Pushes as CloudEvents 1.0 over HTTP, sent by the official SDK: each event once, in all three modes (RV-9)."""

import base64
import json

import pytest
from cloudevents.core.bindings import http
from cloudevents.core.v1.event import CloudEvent

from services.intake.calls.remembered import PushedEvent
from services.intake.tests.calls.conftest import SECRETS, record, signed

SOURCE = "//hotline.example/line/7"


def event(number="1", data=None, **more) -> CloudEvent:
    facts = {"id": number, "source": SOURCE, "type": "example.call.logged", "datacontenttype": "application/json"}
    return CloudEvent({**facts, "specversion": "1.0", **more}, record(number) if data is None else data)


@pytest.fixture
def post(client, platform):
    """`post(headers, body)` signed; `key=` sends an API key instead."""

    def send(headers, body: bytes, *, key=None, secret=SECRETS[0]):
        proof = {"Authorization": f"Bearer {key}"} if key else signed(body, secret=secret)
        return client.post(f"{platform.path}/cloud-events", data=body, headers={**headers, **proof})

    return send


@pytest.fixture
def sent(post):
    """`sent(event, mode)` by the SDK's own binding."""
    bindings = {"binary": http.to_binary_event, "structured": http.to_structured_event}

    def send(one: CloudEvent, mode: str, **how):
        message = bindings[mode](one)
        return post(message.headers, message.body, **how)

    return send


def batch(*events: CloudEvent | dict) -> bytes:
    made = [e if isinstance(e, dict) else json.loads(http.to_structured_event(e).body) for e in events]
    return json.dumps(made).encode()


BATCHED = {"Content-Type": "application/cloudevents-batch+json"}


def test_an_event_of_the_sdk_opens_a_ticket_once_in_whatever_mode_it_comes(sent, post, push, left):
    answers = [sent(event(), "binary"), sent(event(), "structured"), post(BATCHED, batch(event())), push(record("1"))]
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200]
    assert answers[0].json == answers[1].json == answers[3].json and answers[0].json["external_id"] == "1"
    assert answers[2].json["lines"][0]["status"] == 200 and left()["tickets"] == 1


def test_the_same_source_and_id_with_other_data_is_refused_and_another_source_is_another_event(sent, left):
    assert sent(event(), "binary").status_code == 201
    other = sent(event(data=record("another")), "structured")
    assert other.status_code == 409 and "source and id" in other.json["detail"] and left()["tickets"] == 1
    elsewhere = event(data=record("another"), source="//other.example")
    assert sent(elsewhere, "binary").status_code == 201 and left()["tickets"] == 2


def test_a_new_event_about_a_known_record_is_answered_as_a_push_would_be(sent, left):
    assert sent(event("1"), "binary").status_code == 201
    assert sent(event("2", record("1")), "binary").status_code == 200
    assert sent(event("3", record("1", Note="changed")), "binary").status_code == 409 and left()["tickets"] == 1


def test_extensions_nobody_knows_are_kept_and_change_nothing(sent, store):
    one = event(comexampleagent="王 8", priority="5", subject="line/7")
    assert sent(one, "binary").status_code == 201 and sent(event(), "structured").status_code == 200
    with store.reading(None) as session:
        (kept,) = session.query(PushedEvent).all()
    assert kept.attributes["comexampleagent"] == "王 8" and kept.attributes["priority"] == "5"
    assert kept.external_id == "1" and kept.answer["external_id"] == "1"


def test_a_profile_may_name_the_attributes_of_the_event(client, admin, platform, sent):
    from services.intake.tests.calls.conftest import PROFILE

    named = {**PROFILE, "external_id": ["ce-id"], "public_place": {"fields": ["ce-subject"]}}
    assert client.as_(admin).put(f"{platform.path}/profile", json=named).status_code == 200
    answer = sent(event("call-9", record(None), subject="North gate"), "binary")
    ticket = client.as_(admin).get(f"/tickets/{answer.json['ticket_id']}").json
    assert ticket["external_id"] == "call-9" and ticket["place"]["text"] == "North gate"


def test_a_batch_is_answered_event_by_event(post, left):
    wrong = {"specversion": "1.0", "id": "x", "source": SOURCE}
    refused = event("3", record("3", Borough="Mars"))
    body = batch(event("1"), event("1"), wrong, refused, event("1", record("other")), event("5"))
    answer = post(BATCHED, body)
    assert answer.status_code == 200, answer.json
    assert [line["status"] for line in answer.json["lines"]] == [201, 200, 400, 422, 409, 201]
    assert answer.json["lines"][2]["problem"]["errors"] == {"type": ["Required."]} and left()["tickets"] == 2
    assert (answer.json["accepted"], answer.json["repeated"], answer.json["refused"]) == (2, 1, 3)
    assert post(BATCHED, b"[]").json["lines"] == []


def test_a_refused_event_may_come_again_put_right(sent, left):
    assert sent(event("1", record("1", Borough="Mars")), "binary").status_code == 422
    assert sent(event("1"), "binary").status_code == 201 and left()["tickets"] == 1


NO_EVENTS = [
    ({"id": None}, "id"), ({"id": ""}, "id"), ({"source": None}, "source"), ({"type": None}, "type"),
    ({"specversion": "0.3"}, "specversion"), ({"specversion": None}, "specversion"), ({"time": "now"}, "time"),
    ({"id": 5}, "id"), ({"Upper": "x"}, "Upper"), ({"ext": {"a": 1}}, "ext"), ({"ext": "a\nb"}, "ext"),
    ({"source": "with space"}, "source"), ({"data_base64": "e30="}, "data_base64"), ({"id": "\ud800"}, "id"),
    ({"\ud800": "x"}, "?"),
]  # fmt: skip


def test_what_is_no_cloud_event_is_refused_naming_the_attribute(post, left):
    for changes, named in NO_EVENTS:
        said = {"specversion": "1.0", "id": "1", "source": SOURCE, "type": "t", "data": record()} | changes
        answer = post({"Content-Type": "application/cloudevents+json"}, json.dumps(said).encode())
        assert answer.status_code == 400 and named in answer.json["errors"], (changes, answer.json)
    headers = {"Content-Type": "application/json", "ce-specversion": "1.0", "ce-id": "1", "ce-type": "t"}
    assert post(headers, b"{}").json["errors"] == {"ce-source": ["Required."]}
    assert post({"Content-Type": "application/json"}, b"{}").status_code == 400
    assert left()["tickets"] == 0


def test_formats_and_data_that_are_no_json_are_answered_with_415_and_base64_data_is_read(post, sent):
    for kind in ("cloudevents+xml", "cloudevents+json; charset=utf-16", "cloudevents"):
        assert post({"Content-Type": f"application/{kind}"}, b"{}").status_code == 415
    said = {"specversion": "1.0", "id": "1", "source": SOURCE, "type": "t"}
    structured = {"Content-Type": "application/cloudevents+json; charset=UTF-8"}
    xml = {**said, "datacontenttype": "application/xml", "data": "<a/>"}
    assert post(structured, json.dumps(xml).encode()).status_code == 415
    headers = {"Content-Type": "text/plain"} | {f"ce-{name}": value for name, value in said.items()}
    assert post(headers, b"hello").status_code == 415
    packed = {**said, "data_base64": base64.b64encode(json.dumps(record("1")).encode()).decode()}
    assert post(structured, json.dumps(packed).encode()).status_code == 201


def test_an_api_key_of_the_platform_may_stand_for_the_signature_and_no_other(client, admin, platform, sent):
    made = {"code": "second", "name": "Second", "site_ids": ["01900000-0000-7000-8000-000000000010"]}
    rotated = client.as_(admin).post(f"{platform.path}/rotate", json={}, version=1)
    assert rotated.status_code == 200, rotated.json
    site = client.as_(admin).get(platform.path).json["site_ids"]
    other = client.as_(admin).post("/integrations", json={**made, "site_ids": site}).json
    assert sent(event(), "binary", key=rotated.json["api_key"]).status_code == 201
    assert sent(event(), "structured", key=rotated.json["api_key"]).status_code == 200
    assert sent(event("2"), "binary", key=other["api_key"]).status_code == 401
    assert sent(event("2"), "binary", secret=b"wrong" * 8).status_code == 401


def test_a_replayed_request_is_refused_although_the_event_may_be_sent_again(client, platform, sent):
    message = http.to_binary_event(event())
    headers = {**message.headers, **signed(message.body)}
    post = lambda: client.post(f"{platform.path}/cloud-events", data=message.body, headers=headers)  # noqa: E731
    assert post().status_code == 201 and post().status_code == 401 and sent(event(), "binary").status_code == 200


def test_one_event_at_once_from_many_connections_opens_one_ticket(sent, left):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: sent(event("race"), ("binary", "structured")[n % 2]), range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json["number"] for answer in answers}) == 1 and left()["tickets"] == 1


def test_a_sender_may_ask_beforehand_whether_events_may_come(client, platform):
    asked = client.open("OPTIONS", f"{platform.path}/cloud-events", headers={"WebHook-Request-Origin": "hub.example"})
    assert asked.status_code == 200 and asked.headers["WebHook-Allowed-Origin"] == "hub.example"
    assert int(asked.headers["WebHook-Allowed-Rate"]) > 0 and "POST" in asked.headers["Allow"]
    assert "WebHook-Allowed-Origin" not in client.open("OPTIONS", f"{platform.path}/cloud-events").headers
