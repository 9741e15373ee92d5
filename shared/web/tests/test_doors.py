"""Every door says whom it allows, and nothing is open by accident (RO-1, reliability.md 2.7.1)."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.principal import Principal
from shared.web import tokens
from shared.web.app import make_app
from shared.web.doors import Room
from shared.web.tests import house
from shared.web.tests.keys import KEYS

NOW = datetime.now(UTC)


def test_a_door_without_allow_keeps_the_app_from_starting(store):
    from flask import Blueprint

    forgotten = Blueprint("forgotten", __name__)
    forgotten.get("/forgotten")(lambda: "open to everybody")
    with pytest.raises(RuntimeError, match="/forgotten"):
        make_app(house.service(pages=(forgotten,)), store)


def test_a_misspelt_role_is_refused_when_the_door_is_made():
    with pytest.raises(ValueError, match="desck"):
        Room("x", __name__).get("/x", allow=("desck",))(lambda: "")
    with pytest.raises(ValueError, match="nothing"):
        Room("x", __name__).get("/x", allow=())(lambda: "")


def test_keys_that_are_not_public_keys_keep_the_app_from_starting(store):
    object.__setattr__(store.settings, "token_public_keys", '{"keys": [' + KEYS[0] + "]}")
    with pytest.raises(ValueError, match="token_public_keys"):
        make_app(house.service(), store)


def test_without_a_token_the_answer_is_401_and_names_the_scheme(client):
    answer = client.get("/api/v1/things")
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_role_that_is_not_allowed_is_told_which_would_be(client, guard):
    answer = client.post("/api/v1/things", json={"name": "x"}, headers=guard)
    assert (answer.status_code, answer.json["roles"]) == (403, ["desk"])


def test_the_token_says_who_asks(client, desk):
    assert client.get("/api/v1/whoami", headers=desk).json == house.person("desk", "desk").claims()


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Basic ZGVzazpkZXNr", "Bearer x.y.z", "Bearer ", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."],
)
def test_what_is_not_a_token_is_refused(client, header):
    assert client.get("/api/v1/things", headers={"Authorization": header}).status_code == 401


def test_an_expired_token_is_refused(client):
    token = tokens.mint(KEYS[0], house.person("desk", "desk"), now=NOW - timedelta(hours=2), seconds=600)
    assert client.get("/api/v1/things", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_token_of_another_house_is_refused(client):
    token = tokens.mint(tokens.generate_keys()[0], house.person("desk", "desk"), now=NOW)
    assert client.get("/api/v1/things", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_keys_rotate_without_signing_anybody_out():
    old, new = tokens.generate_keys("old")[0], tokens.generate_keys("new")[0]
    both = tokens.public_keys(old, new)
    for key in (old, new):
        assert tokens.read(tokens.mint(key, house.person("a", "desk"), now=NOW), both).login == "a"


def test_nobody_gets_a_token_of_the_system():
    with pytest.raises(ValueError, match="system"):
        tokens.mint(KEYS[0], Principal.system(house.OPERATOR), now=NOW)
    with pytest.raises(ValueError, match="at most"):
        tokens.mint(KEYS[0], house.person("a", "desk"), now=NOW, seconds=10**6)


def test_a_page_sends_nobody_to_sign_in_and_back(client):
    answer = client.get("/things?state=open", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (303, "/intake/sign-in?next=/things%3Fstate%3Dopen")


def test_htmx_is_told_to_go_to_sign_in(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/things"}
    answer = client.get("/things", headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/intake/sign-in?next=/things")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost"}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_writing_with_a_cookie_needs_our_own_page(cookie, headers, status):
    answer = cookie.post("/api/v1/things", json={"name": "x"}, headers=headers)
    assert answer.status_code == status


def test_reading_with_a_cookie_needs_no_origin(cookie):
    assert cookie.get("/api/v1/things").status_code == 200


def test_another_way_to_say_who_one_is(store):
    who = house.person("box", "integration")
    app = make_app(house.service(authenticators=(lambda asked: who if "X-Key" in asked.headers else None,)), store)
    assert app.test_client().get("/api/v1/whoami", headers={"X-Key": "1"}).json["login"] == "box"


def test_a_form_sent_too_late_comes_back_to_its_page(client):
    headers = {"Origin": "http://localhost", "Referer": "http://localhost/things?state=open"}
    answer = client.post("/things", headers=headers)
    assert (answer.status_code, answer.location) == (303, "/intake/sign-in?next=/things%3Fstate%3Dopen")
