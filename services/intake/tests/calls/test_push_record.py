"""One signed push: exactly once, the same answer again, and nothing left of what was refused (RD-3, RV-9)."""

import time

import pytest

from services.intake.tests.calls.conftest import SECRETS, record

NOTHING = dict.fromkeys(("pushes", "tickets", "push_signatures", "outbox", "chronicle_entries", "numbers"), 0)


def test_a_push_becomes_a_ticket_in_our_words(push, client, desk, place):
    answer = push(record())
    assert answer.status_code == 201 and answer.json["state"] == "open" and answer.json["unclassified"] == []
    ticket = client.as_(desk).get(f"/tickets/{answer.json['ticket_id']}").json
    assert ticket["number"] == answer.json["number"] and ticket["external_id"] == "39573567"
    assert (ticket["kind"], ticket["category"], ticket["priority"]) == ("repair_unit", "unit.pipe.leak", "normal")
    assert ticket["place"]["unit_id"] == str(place.unit.id) and ticket["channel"] == "phone"
    assert ticket["occurred_at"] == "2018-06-26T14:58:54Z"
    assert ticket["caller"]["phone"] == "+8613812345521" and ticket["description"] == "Water  Leak · 厨房水管漏水"
    assert ticket["owner_id"] is None and "take" in ticket["allowed"]


def test_a_push_is_announced_like_a_ticket_of_the_desk(push, announced, platform):
    push(record())
    (name, facts), (moved, step) = announced()
    assert (name, moved) == ("intake.ticket.opened", "intake.ticket.moved")
    assert facts["place"]["unit_code"] == "3-2-1201" and facts["version"] == 1 and facts["trade"] == "plumber"
    assert step["external_id"] == "39573567" and step["integration_id"] == platform.id and step["sequence"] == 1


def test_the_same_push_again_gets_the_same_answer(push, left):
    first = push(record())
    again = push(dict(reversed(record().items())), secret=SECRETS[1])
    assert (first.status_code, again.status_code) == (201, 200) and first.json == again.json
    assert left()["tickets"] == 1 and left()["outbox"] == 2


def test_another_body_under_the_same_id_is_a_conflict_that_leaves_nothing(push, left):
    push(record())
    before = left()
    other = push(record(Note="Now the bathroom too."))
    assert other.status_code == 409 and other.mimetype == "application/problem+json"
    assert other.json["external_id"] == "39573567" and left() == before


def test_an_exact_replay_is_refused_and_a_retry_signed_anew_is_not(push, client, platform, left):
    raw = b'{"Unique Key": "7", "Borough": "Manhattan"}'
    headers = push.signed(raw)
    assert push(None, raw=raw, headers=headers).status_code == 201
    before = left()
    assert push(None, raw=raw, headers=headers).status_code == 401 and left() == before
    retry = push.signed(raw, message_id=headers["webhook-id"], at=time.time() + 1)
    assert push(None, raw=raw, headers=retry).status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda h: h | {"webhook-signature": "v1," + "A" * 43 + "="},
        lambda h: h | {"webhook-signature": h["webhook-signature"].removeprefix("v1,")},
        lambda h: h | {"webhook-signature": h["webhook-signature"].replace("v1,", "v1a,")},
        lambda h: h | {"webhook-signature": "v1,***"},
        lambda h: h | {"webhook-signature": ""},
        lambda h: h | {"webhook-timestamp": "soon"},
        lambda h: h | {"webhook-timestamp": "1e9"},
        lambda h: h | {"webhook-timestamp": str(int(h["webhook-timestamp"]) + 1)},
        lambda h: h | {"webhook-id": h["webhook-id"] + "x"},
        lambda h: {},
    ],
)
def test_what_is_not_signed_right_is_refused_and_leaves_nothing(spoil, push, left):
    raw = b'{"Unique Key": "7", "Borough": "Manhattan"}'
    answer = push(None, raw=raw, headers=spoil(push.signed(raw)))
    assert answer.status_code == 401 and answer.mimetype == "application/problem+json" and left() == NOTHING


@pytest.mark.parametrize("off", [-301, 302])
def test_a_time_stamp_more_than_five_minutes_off_is_refused(off, push, left):
    assert push(record(), at=time.time() + off).status_code == 401 and left() == NOTHING


def test_any_live_signature_of_several_will_do_and_bytes_are_taken_as_they_came(push):
    raw = b'{ "Unique Key":"7",\n "Borough":"manhattan" }'
    headers = push.signed(raw)
    headers["webhook-signature"] = f"v1a,abc v1,AAAA {headers['webhook-signature']}"
    assert push(None, raw=raw, headers=headers).status_code == 201


@pytest.mark.parametrize("raw", [b"", b"not json", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"[" * 100])
def test_a_signed_body_that_is_no_json_is_malformed_and_leaves_nothing(raw, push, left):
    assert push(None, raw=raw).status_code in (400, 422) and left() == NOTHING


@pytest.mark.parametrize("wrong", [[], "text", 7, None, {}, {"x": 1}])
def test_a_record_that_does_not_say_who_it_is_is_refused_naming_the_field(wrong, push, left):
    answer = push(wrong)
    assert answer.status_code == 422 and answer.json["errors"] and left() == NOTHING


def test_an_unknown_site_and_a_site_of_somebody_else_are_refused_naming_the_field(push, left):
    for borough in ("Mars", "", "Elsewhere"):
        answer = push(record(Borough=borough))
        assert answer.status_code == 422 and list(answer.json["errors"]) == ["Borough"] and left() == NOTHING


def test_an_unknown_or_disabled_integration_is_refused_like_a_wrong_signature(push, client, left):
    from uuid import uuid4

    raw = b'{"Unique Key": "7"}'
    answer = client.post(f"/integrations/{uuid4()}/pushes", data=raw, headers=push.signed(raw))
    assert answer.status_code == 401 and left() == NOTHING


def test_signatures_are_forgotten_after_a_quarter_of_an_hour(push, left, tick):
    from datetime import UTC, datetime, timedelta

    push(record())
    tick(datetime.now(UTC) + timedelta(minutes=14))
    assert left()["push_signatures"] == 1
    tick(datetime.now(UTC) + timedelta(minutes=16))
    assert left()["push_signatures"] == 0
