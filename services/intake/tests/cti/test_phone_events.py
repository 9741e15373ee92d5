"""Calls as the telephone tells them: any order, any repeat, calls nobody told of, bad words (RD-2, RD-3)."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import update

from services.intake.cti.models import PhoneCall
from services.intake.directory.models import Site
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE

AT = {"ringing": "2026-03-04T10:30:00+08:00", "answered": "2026-03-04T10:30:09+08:00", "ended": "2026-03-04T10:32:00Z"}
SAID = {"call_id": "j-1", "direction": "in", "ani": "+8613812345521", "dnis": "01065521234", "queue": "repairs"}


def told(state, **more) -> dict:
    return {**SAID, "state": state, "at": AT[state], **more}


FACTS = {
    "ringing": told("ringing"),
    "answered": told("answered", agent="wang", agent_number="8001"),
    "ended": told("ended", cause="normalClearing", recording_url="https://pbx.example.org/r/1"),
}


def test_a_call_of_the_generic_form_is_logged_from_ring_to_end(tell, calls_kept, client, desk):
    answers = [
        tell("newCall", **{"user[]": ["Wang", "Li"]}, queue="repairs"),
        tell("answer", user="Wang", answeringNumber="8001"),
        tell("hangup", cause="normalClearing"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200] and answers[0].json == {}
    ((call),) = calls_kept()
    assert (call.state, call.number, call.dialled) == ("ended", "+8613812345521", "01065521234")
    assert call.rung == ["Wang", "Li"] and (call.agent, call.agent_number) == ("Wang", "8001")
    assert call.answer_seconds is not None and call.cause == "normalClearing" and call.queue == "repairs"
    (seen,) = client.as_(desk).get("/phone-calls?phone=13812345521").json["items"]
    assert seen["state"] == "ended" and client.as_(desk).get(f"/phone-calls/{seen['id']}").json == seen


def test_any_order_with_every_word_twice_makes_the_same_call(tell, calls_kept, events_kept):
    orders = list(permutations(FACTS))
    for number, order in enumerate(orders):
        for state in (*order, *order):
            assert tell(json={**FACTS[state], "call_id": f"j-{number}"}).status_code == 200
    for call in calls_kept():
        assert (call.state, call.answer_seconds, call.agent, call.cause) == ("ended", 9, "wang", "normalClearing")
        assert call.recording_url == "https://pbx.example.org/r/1" and call.queue == "repairs"
    assert len(calls_kept()) == len(orders) == 6 and len(events_kept()) == 18


def test_a_repeat_with_other_words_changes_nothing(tell, calls_kept):
    tell("newCall")
    tell("newCall", **{"from": "13999999999", "user[]": ["Zhao"]})
    assert (calls_kept()[0].number, calls_kept()[0].rung) == ("+8613812345521", [])


def test_a_hangup_of_a_call_nobody_told_of_begins_one_that_has_ended(tell, calls_kept, client, desk):
    assert tell("hangup", cause="noAnswer").status_code == 200
    tell("newCall")
    ((call),) = calls_kept()
    assert call.state == "ended" and call.answered_at is None and call.answer_seconds is None
    assert len(client.as_(desk).get("/phone-calls?missed=true").json["items"]) == 1


def test_an_answer_before_its_ringing_has_no_seconds_that_nobody_measured(tell, calls_kept):
    tell("answer", user="Wang")
    tell("newCall")
    ((call),) = calls_kept()
    assert (call.state, call.answer_seconds, call.agent) == ("answered", None, "Wang")


def test_anonymous_and_outgoing_calls_are_kept_as_they_are(tell, calls_kept):
    tell("newCall", **{"from": "anonymous"})
    tell("newCall", callId="c-2", direction="out", **{"from": "8001", "to": "8613812345521", "user": "Wang"})
    hidden, out = calls_kept()
    assert (hidden.number, hidden.number_given) == (None, "anonymous")
    assert (out.number, out.direction, out.agent) == ("+8613812345521", "out", "Wang")


def test_who_rings_is_known_by_the_file_of_the_unit(tell, calls_kept, client, desk, place):
    who = {"name": "李敏", "role": "owner", "phones": ["13812345521"]}
    client.as_(desk).post("/households", json={"unit_id": str(place.unit.id), "people": [who]})
    tell("newCall")
    ((call),) = calls_kept()
    assert (call.person_name, call.unit_code, call.unit_id) == ("李敏", "3-2-1201", place.unit.id)


def test_the_site_says_which_calls_are_refused_and_which_go_elsewhere(tell, store):
    with store.work(Principal.system(OPERATOR)) as work:
        site = work.session.get(Site, SITE)
        rules = {"reject": ["+8613999999999"], "dial": {"01065520000": "8009"}}
        site.settings = {**site.settings, "rules": {"cti": rules}}
    assert tell("newCall", **{"from": "13999999999"}).json == {"action": "reject", "reason": "busy"}
    assert tell("newCall", callId="c-2", to="01065520000").json == {"action": "dial", "number": "8009"}
    assert tell("answer", callId="c-2", to="01065520000").json == {}


def test_a_rule_that_cannot_be_read_silences_no_telephone_and_the_others_hold(tell, store, client, desk):
    with store.work(Principal.system(OPERATOR)) as work:
        site = work.session.get(Site, SITE)
        rules = {"reject": ["+8613999999999"], "dial": ["8009"], "rings_seconds": "three"}
        site.settings = {**site.settings, "rules": {"cti": rules}}
    assert tell("newCall").json == {}
    assert tell("newCall", callId="c-2", **{"from": "13999999999"}).json == {"action": "reject", "reason": "busy"}
    assert client.as_(desk).page("GET", "/calls", headers={"Accept": "text/html"}).status_code == 200


BAD_FORMS = [
    {"event": "sneeze"},
    {"callId": None},
    {"callId": "x" * 251},
    {"direction": "sideways"},
    {"event": "hangup", "cause": "boredom"},
]
BAD_JSON = [{}, [], {**SAID, "state": "lost"}, {**told("ended"), "recording_url": "file:///x"}]


def test_what_cannot_be_read_is_refused_by_name_and_leaves_nothing(tell, calls_kept, events_kept):
    for more in BAD_FORMS:
        answer = tell(**{"event": "newCall", **more})
        assert answer.status_code == 422 and set(answer.json["errors"]) & set(more), more
    for said in BAD_JSON:
        assert tell(json=said).status_code == 422, said
    assert calls_kept() == [] and events_kept() == []


def test_only_the_secret_address_is_heard_and_a_new_one_ends_the_former(
    tell, line, client, admin, calls_kept, on_record
):
    assert tell("newCall", address=line["address"][:-2] + "zz").status_code == 401
    assert tell("newCall", address="/cti/nonsense").status_code == 401
    path = f"/integrations/{line['integration_id']}"
    again = client.as_(admin).post(f"{path}/phone-lines", json={"site_id": line["site_id"]}).json
    assert tell("newCall").status_code == 401 and tell("newCall", address=again["address"]).status_code == 200
    version = client.as_(admin).get(path).json["version"]
    client.as_(admin).patch(path, version=version, json={"disabled": True})
    assert tell("answer", address=again["address"]).status_code == 401
    assert [entry.action for entry in on_record()].count("integration.phone_line_opened") == 2


def test_a_line_is_only_for_a_site_of_the_platform(client, admin, line, place):
    asked = {"site_id": str(place.second.id)}
    answer = client.as_(admin).post(f"/integrations/{line['integration_id']}/phone-lines", json=asked)
    assert answer.status_code == 422 and "site_id" in answer.json["errors"]


def test_a_call_whose_end_nobody_told_of_ends_by_itself(tell, store, tick, calls_kept, now):
    tell("newCall")
    with store.work(None) as work:
        work.session.execute(update(PhoneCall).values(state_at=now - timedelta(hours=13)))
    tick(now)
    tick(now + timedelta(hours=1))
    assert (calls_kept()[0].state, calls_kept()[0].cause) == ("ended", "lost")


class TestTooOften:
    @pytest.fixture
    def extra_settings(self) -> dict:
        return {"pushes_per_minute": 2}

    def test_a_telephone_that_tells_too_much_is_told_when_to_come_again(self, tell):
        answers = [tell("newCall", callId=f"c-{n}") for n in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
