"""The screen pop, what rings now, and the log of calls for people (RD-2)."""

import pytest


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
    from shared.testing.people import NEIGHBOUR

    tell("newCall")
    other = client.as_(NEIGHBOUR)
    assert other.get("/phone-calls").json["items"] == []
    assert other.get(f"/phone-calls/{calls_kept()[0].id}").status_code == 404
    assert "phone=" not in other.page("GET", "/pop?call_id=c-1").headers["Location"]
