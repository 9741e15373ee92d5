"""Signing in by login and password: the right get a token, the others learn nothing (RO-1)."""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select

from services.intake.accounts.clock import forget_old_sessions
from services.intake.accounts.models import SignInTries
from services.intake.accounts.throttle import key_of_address
from services.intake.accounts.usecases import sign_in as sign_in_at
from shared.errors import TooMany
from shared.testing.people import ADMIN, SITE


def test_the_right_password_gives_a_token_that_opens_doors(client, limin, sign_in):
    answer = sign_in(" LIMIN ")
    assert answer.status_code == 200
    assert answer.json["principal"]["roles"] == {str(SITE): ["desk", "cashier"]}
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.get("/me", headers=bearer).json["login"] == "limin"
    assert [site["code"] for site in client.get("/sites", headers=bearer).json["items"]] == ["CH"]
    assert datetime.fromisoformat(answer.json["expires_at"]) < datetime.now(UTC) + timedelta(hours=1)


def test_wrong_unknown_and_disabled_get_the_same_answer(client, limin, sign_in):
    wrong, unknown = sign_in(password="not the password"), sign_in("nobody")
    client.as_(ADMIN).patch(f"/accounts/{limin['id']}", json={"disabled": True, "version": 1})
    disabled = sign_in()
    said = [{k: v for k, v in answer.json.items() if k != "trace_id"} for answer in (wrong, unknown, disabled)]
    assert said[0] == said[1] == said[2] and said[0]["status"] == 401
    assert all("WWW-Authenticate" in answer.headers for answer in (wrong, unknown, disabled))


def test_an_unknown_login_costs_the_same_work(store, limin):
    def took(login: str) -> float:
        began = perf_counter()
        with pytest.raises(Exception, match="not right|Too many"):
            sign_in_at(store, login, "not the password", address="10.9.8.7", now=datetime.now(UTC))
        return perf_counter() - began

    known, unknown = (median(took(login) for _ in range(2)) for login in ("limin", "nobody"))
    assert unknown > known / 4


@pytest.mark.parametrize("login", ["limin", "nobody"])
def test_too_many_tries_have_to_wait_whether_the_login_exists_or_not(limin, sign_in, login):
    tries = [sign_in(login, "not the password") for _ in range(4)]
    assert [answer.status_code for answer in tries] == [401, 401, 401, 429]
    assert 0 < int(tries[-1].headers["Retry-After"]) <= 900
    assert sign_in(login).status_code == 429


def test_an_address_that_tries_many_logins_has_to_wait(limin, sign_in):
    answers = [sign_in(f"login{number}", "not the password").status_code for number in range(9)]
    assert answers == [401] * 8 + [429]
    assert sign_in().status_code == 429


def test_after_the_window_or_a_success_the_count_starts_afresh(store, limin):
    at = {"address": "10.0.0.1", "now": datetime.now(UTC)}
    for _ in range(2):
        for _ in range(2):
            with pytest.raises(Exception, match="not right"):
                sign_in_at(store, "limin", "not the password", **at)
        assert sign_in_at(store, "limin", "correct horse battery", **at).token
    for _ in range(4):
        with pytest.raises(Exception, match="not right|Too many") as refused:
            sign_in_at(store, "limin", "not the password", **at)
    assert refused.type is TooMany
    later = {"address": "10.0.0.1", "now": at["now"] + timedelta(seconds=901)}
    assert sign_in_at(store, "limin", "correct horse battery", **later).token


def test_old_tries_are_forgotten(store, limin, sign_in):
    sign_in("nobody")
    forget_old_sessions(store, datetime.now(UTC) + timedelta(hours=1))
    with store.reading(None) as session:
        assert session.scalars(select(SignInTries)).all() == []


def test_neighbours_in_one_ipv6_network_count_as_one_address():
    assert key_of_address("2001:db8::1") == key_of_address("2001:db8::ffff") != key_of_address("2001:db8:0:1::1")
    assert key_of_address("not an address") == "address:not an address"


@pytest.mark.parametrize("body", [{}, {"login": "a"}, {"login": "a", "password": 7}, {"login": "", "password": "x"}])
def test_a_request_without_login_or_password_is_refused_by_field(client, body):
    answer = client.post("/sign-in", json=body)
    assert answer.status_code == 422 and answer.json["errors"]
