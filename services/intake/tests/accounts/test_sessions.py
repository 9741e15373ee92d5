"""The browser's way in: a form, two cookies, renewal, and an end that holds (RO-1)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from services.intake.accounts.local_paths import local_path
from services.intake.accounts.models import SignInSession
from shared.testing.people import ADMIN

OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
FORM = {"login": "limin", "password": "correct horse battery"}


@pytest.fixture
def browser(app):
    return app.test_client()


def enter(browser, **more):
    return browser.post("/sign-in", data={**FORM, **more}, headers=OWN)


def cookie(browser, name: str) -> str | None:
    found = browser.get_cookie(name)
    return found.value if found else None


@pytest.mark.parametrize(("language", "words"), [("zh", "登录名"), ("en", "Login")])
def test_the_form_is_there_in_both_languages(browser, place, language, words):
    page = browser.get(f"/sign-in?lang={language}", headers=OWN)
    assert page.status_code == 200 and words in page.text
    assert 'autocomplete="current-password"' in page.text and '<label class="form-label" for="login"' in page.text


def test_signing_in_sets_two_cookies_no_script_can_read_and_leads_on(browser, limin):
    answer = enter(browser, next="/dispatch/work-orders?state=open")
    assert answer.status_code == 303 and answer.headers["Location"] == "/dispatch/work-orders?state=open"
    set_by = answer.headers.getlist("Set-Cookie")
    assert len(set_by) == 2 and all("HttpOnly" in c and "Path=/" in c and "SameSite=Lax" in c for c in set_by)
    assert browser.get("/account", headers=OWN).status_code == 200


@pytest.mark.parametrize(
    "trap", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "javascript:1", ""]
)
def test_next_never_leads_to_another_house(browser, limin, trap):
    assert local_path(trap) is None
    assert enter(browser, next=trap).headers["Location"] == "/"


def test_a_wrong_password_shows_the_form_again_in_words_without_the_password(browser, limin):
    page = browser.post("/sign-in?lang=zh", data={**FORM, "password": "secret-guess"}, headers=OWN)
    assert page.status_code == 401 and "登录名或密码不正确" in page.text
    assert "secret-guess" not in page.text and 'value="limin"' in page.text
    assert cookie(browser, "frontdesk_session") is None
    for _ in range(3):
        page = browser.post("/sign-in", data={**FORM, "password": "secret-guess"}, headers=OWN)
    assert page.status_code == 429 and page.headers["Retry-After"]


def test_a_form_on_another_site_cannot_sign_anybody_in(browser, limin):
    assert browser.post("/sign-in", data=FORM, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_renewal_gives_a_new_token_and_a_new_cookie(browser, limin):
    enter(browser)
    former = cookie(browser, "frontdesk_session")
    browser.delete_cookie("frontdesk_token")
    assert browser.get("/account", headers=OWN).headers["Location"].startswith("/intake/sign-in?next=")
    answer = browser.get("/session/renew?next=/tickets", headers=OWN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tickets")
    assert cookie(browser, "frontdesk_session") != former and browser.get("/account", headers=OWN).status_code == 200


def test_who_has_a_living_session_is_not_asked_again(browser, limin):
    enter(browser)
    browser.delete_cookie("frontdesk_token")
    assert browser.get("/sign-in?next=/tickets", headers=OWN).headers["Location"] == "/tickets"


def test_two_tabs_may_renew_at_once_but_a_cookie_used_later_again_ends_the_session(browser, limin, store):
    enter(browser)
    former = cookie(browser, "frontdesk_session")
    browser.get("/session/renew?next=/a", headers=OWN)
    newest = cookie(browser, "frontdesk_session")
    browser.set_cookie("frontdesk_session", former)
    assert browser.get("/session/renew?next=/a", headers=OWN).headers["Location"] == "/a"
    with store.work(None) as work:
        row = work.session.scalar(select(SignInSession))
        work.session.execute(update(SignInSession).values(renewed_at=row.renewed_at - timedelta(minutes=2)))
    for stolen in (former, newest):
        browser.set_cookie("frontdesk_session", stolen)
        assert browser.get("/session/renew?next=/a", headers=OWN).headers["Location"].startswith("/sign-in")


def test_signing_out_ends_the_session_for_good(browser, limin):
    enter(browser)
    kept = cookie(browser, "frontdesk_session")
    assert browser.post("/sign-out", headers=OWN).status_code == 303
    assert cookie(browser, "frontdesk_token") is None
    browser.set_cookie("frontdesk_session", kept)
    assert browser.get("/session/renew?next=/a", headers=OWN).headers["Location"].startswith("/sign-in")


def test_disabling_the_account_or_a_new_password_ends_every_session(browser, client, limin):
    enter(browser)
    kept = cookie(browser, "frontdesk_session")
    change = {"former": FORM["password"], "password": "another long one"}
    assert browser.post("/account", data={**change, "former": "wrong"}, headers=OWN).status_code == 422
    assert browser.post("/account", data=change, headers=OWN).status_code == 303
    browser.set_cookie("frontdesk_session", kept)
    assert browser.get("/session/renew?next=/a", headers=OWN).headers["Location"].startswith("/sign-in")
    enter(browser, password="another long one")
    client.as_(ADMIN).patch(f"/accounts/{limin['id']}", json={"disabled": True, "version": 2})
    assert browser.get("/session/renew?next=/a", headers=OWN).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "forged", ["", "x", "0" * 32 + "_" + "a" * 43, "é" * 80, "01890a5dac96774bbcceb302099a8057_" + "a" * 43]
)
def test_a_forged_session_opens_nothing(browser, place, forged):
    answer = browser.get("/session/renew?next=/a", headers={**OWN, "Cookie": f"frontdesk_session={forged}"})
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
