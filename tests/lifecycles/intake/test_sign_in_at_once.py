"""Fifty guesses at one password, fifty tabs with one cookie: the limit holds, one session stays (C-3, RO-1)."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from services.intake.accounts.models import SignInSession
from services.intake.tests.accounts.conftest import PASSWORD, limin  # noqa: F401
from tests.lifecycles.crowd import PEOPLE, at_once

OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
TRIES = 6


@pytest.fixture
def extra_settings() -> dict:
    return {"sign_in_tries_per_login": TRIES}


def test_of_fifty_guesses_at_once_no_more_are_looked_at_than_the_limit(client, limin):  # noqa: F811
    asked = {"login": "limin", "password": "not this one"}
    answers = at_once(lambda _: client.post("/sign-in", json=asked))
    assert Counter(answer.status_code for answer in answers) == {401: TRIES, 429: PEOPLE - TRIES}
    assert client.post("/sign-in", json={**asked, "password": PASSWORD}).status_code == 429


def test_fifty_tabs_that_renew_at_once_stay_one_session(app, limin, store):  # noqa: F811
    first = app.test_client()
    assert first.post("/sign-in", data={"login": "limin", "password": PASSWORD}, headers=OWN).status_code == 303
    cookie = first.get_cookie("frontdesk_session").value
    tabs = [app.test_client() for _ in range(PEOPLE)]
    for tab in tabs:
        tab.set_cookie("frontdesk_session", cookie)
    answers = at_once(lambda n: tabs[n].get("/session/renew?next=/tickets", headers=OWN))
    assert Counter((a.status_code, a.headers["Location"]) for a in answers) == {(303, "/tickets"): PEOPLE}
    with store.reading(None) as session:
        assert session.scalar(select(func.count()).select_from(SignInSession)) == 1
    kept = {tab.get_cookie("frontdesk_session").value for tab in tabs}
    assert len(kept - {cookie}) == 1, "one new cookie was given out, to whoever was first"
    assert tabs[0].get("/tickets", headers=OWN).status_code == 200
