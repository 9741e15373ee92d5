"""The screen pop, what rings now, and the log of calls for people (RD-2)."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from shared.testing.people import NEIGHBOUR

OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@pytest.fixture
def page(client, desk):
    return lambda path: client.as_(desk).page("GET", path, headers={"Accept": "text/html"})


def test_the_screen_pop_opens_the_quick_entry_with_what_is_known(tell, page):
    tell("newCall")
    tell("answer", user="Wang")
    answer = page("/pop?ani=13812345521&call_id=c-1")
    assert answer.status_code == 303
    where = answer.headers["Location"]
    assert where.startswith("/tickets/new?phone=13812345521&site_id=") and "answer_seconds=" in where
    assert page("/pop?call_id=c-1").headers["Location"].startswith("/tickets/new?phone=%2B8613812345521")
    assert page(where).status_code == 200


def test_a_screen_pop_of_nobody_we_know_opens_an_empty_entry(page, place):
    assert page("/pop?ani=anonymous&call_id=nobody").headers["Location"] == "/tickets/new"
    assert page("/pop?ani=13812345521").headers["Location"] == "/tickets/new?phone=13812345521"


@pytest.fixture
def write_down(client, desk):
    """`write_down(call_id, **typed)`: the call is answered at the desk's page; the ticket's id."""

    def save(call_id, **typed):
        shown = client.as_(desk).page("GET", f"/pop?call_id={call_id}", headers={"Accept": "text/html"})
        known = dict(parse_qsl(urlsplit(shown.headers["Location"]).query))
        form = {**known, "asked": "true", "kind": "enquiry", "description": "问停车", "new_anyway": "true", **typed}
        saved = client.as_(desk).page("POST", "/tickets/new", data=form, headers=OWN)
        assert saved.status_code == 303, saved.text
        return saved.headers["Location"].rpartition("/")[2]

    return save


def test_the_log_says_what_came_of_a_call_and_which_calls_nobody_wrote_down(tell, write_down, client, desk, page):
    tell("newCall")
    tell("answer", user="Wang")
    tell("newCall", callId="c-2")
    tell("answer", callId="c-2", user="Wang")
    first, second = write_down("c-1"), write_down("c-1", description="再问一件")
    assert write_down("c-1", join=first) == first
    (called,) = client.as_(desk).get("/phone-calls?call_id=c-1").json["items"]
    assert [ticket["id"] for ticket in called["tickets"]] == [first, second]
    assert client.as_(desk).get(f"/phone-calls/{called['id']}").json["tickets"] == called["tickets"]
    open_ones = client.as_(desk).get("/phone-calls?without_ticket=true").json["items"]
    assert [call["call_id"] for call in open_ones] == ["c-2"]
    assert called["tickets"][0]["number"] in page("/calls").text
    assert called["tickets"][0]["number"] not in page("/calls?without_ticket=true").text


def test_a_call_of_another_site_is_no_call_here(tell, write_down, client, place, calls_kept):
    tell("newCall")
    call = str(calls_kept()[0].id)
    form = {"phone_call": call, "asked": "true", "kind": "enquiry", "description": "问停车"}
    answer = client.as_(NEIGHBOUR).page("POST", "/tickets/new", data=form, headers=OWN)
    assert answer.status_code == 404 and client.as_(NEIGHBOUR).get("/tickets").json["items"] == []


def test_a_missed_call_is_to_be_called_back_until_somebody_spoke_with_the_number(tell, client, desk):
    def waiting():
        return [call["call_id"] for call in client.as_(desk).get("/phone-calls?to_call_back=true").json["items"]]

    tell("newCall")
    tell("hangup", cause="cancel")
    nobody = {"callId": "c-2", "from": "anonymous"}
    tell("newCall", **nobody)
    tell("hangup", **nobody, cause="cancel")
    assert waiting() == ["c-1"]
    back = {"callId": "c-3", "direction": "out", "from": "01065521234", "to": "13812345521"}
    tell("newCall", **back)
    assert waiting() == ["c-1"]
    tell("answer", **back, user="Wang")
    assert waiting() == []
    spoken = client.as_(desk).get("/phone-calls?without_ticket=true").json["items"]
    assert spoken == []  # calling back is no matter of its own


def test_what_rings_is_shown_until_somebody_answers(tell, page):
    tell("newCall")
    assert "+8613812345521" in page("/calls/ringing").text
    tell("answer", user="Wang")
    assert "+8613812345521" not in page("/calls/ringing").text


@pytest.mark.parametrize(("language", "word"), [("en", "Seconds to answer"), ("zh", "接听用时")])
def test_the_log_shows_calls_in_both_languages_and_the_missed_alone(tell, page, language, word):
    tell("newCall")
    tell("hangup", cause="cancel")
    tell("answer", callId="c-2", user="Wang")
    shown = page(f"/calls?lang={language}").text
    assert word in shown and "Wang" in shown
    assert "Wang" not in page(f"/calls?missed=true&lang={language}").text


def test_another_site_s_desk_sees_none_of_it(tell, client, calls_kept):
    tell("newCall")
    other = client.as_(NEIGHBOUR)
    assert other.get("/phone-calls").json["items"] == []
    assert other.get(f"/phone-calls/{calls_kept()[0].id}").status_code == 404
    assert "phone=" not in other.page("GET", "/pop?call_id=c-1").headers["Location"]
