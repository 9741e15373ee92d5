"""The admin makes, amends and disables accounts; people change their own password (RO-1)."""

import pytest

from shared.testing.people import ADMIN, DESK, SECOND_SITE, STRANGER, person

ASKED = {"login": "wang", "name": "王芳", "password": "long enough 1", "roles": {"*": ["head_office"]}}


def test_only_an_admin_makes_accounts(client, place):
    assert client.as_(DESK).post("/accounts", json=ASKED).status_code == 403
    assert client.as_(person("small", "admin")).post("/accounts", json=ASKED).status_code == 403
    assert client.as_(ADMIN).post("/accounts", json=ASKED).status_code == 201


def test_a_login_is_given_once_among_all_operators(client, place):
    assert client.as_(ADMIN).post("/accounts", json=ASKED).status_code == 201
    again = client.as_(ADMIN).post("/accounts", json={**ASKED, "login": "WANG"})
    assert again.status_code == 409 and "login" in again.json["errors"]
    foreign = person("chief", "admin", operator=STRANGER.operator_id, site="*")
    assert client.as_(foreign).post("/accounts", json=ASKED).status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short"}, "password"),
        ({"login": "two words"}, "login"),
        ({"roles": {"XX": ["desk"]}}, "roles.XX"),
        ({"roles": {"CH": ["king"]}}, "roles.CH"),
        ({"roles": {"CH": ["system"]}}, "roles.CH"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_not_right_is_named(client, place, change, field):
    answer = client.as_(ADMIN).post("/accounts", json=ASKED | change)
    assert answer.status_code == 422 and field in answer.json["errors"], answer.json


def test_no_answer_ever_shows_the_password_or_its_hash(client, limin):
    listed = client.as_(ADMIN).get("/accounts?login=LiMin")
    assert [account["login"] for account in listed.json["items"]] == ["limin"]
    assert "argon2" not in listed.text and "password_hash" not in listed.text


def test_an_account_of_another_operator_is_not_there(client, limin):
    foreign = client.as_(person("chief", "admin", operator=STRANGER.operator_id, site="*"))
    assert foreign.get(f"/accounts/{limin['id']}").status_code == 404
    assert foreign.patch(f"/accounts/{limin['id']}", json={"disabled": True, "version": 1}).status_code == 404


def test_a_person_changes_the_own_password(client, limin, sign_in):
    bearer = {"Authorization": f"Bearer {sign_in().json['token']}"}
    wrong = client.post("/me/password", json={"former": "wrong", "password": "another long one"}, headers=bearer)
    assert wrong.status_code == 422 and "former" in wrong.json["errors"]
    right = {"former": "correct horse battery", "password": "another long one"}
    assert client.post("/me/password", json=right, headers=bearer).status_code == 200
    assert sign_in().status_code == 401
    assert sign_in(password="another long one").status_code == 200


def test_the_former_password_cannot_be_guessed_by_who_found_an_open_browser(client, limin, sign_in):
    """Counted with the tries at the door, in the database, whatever the request itself comes to."""
    bearer = {"Authorization": f"Bearer {sign_in().json['token']}"}
    guess = lambda: client.post(  # noqa: E731
        "/me/password", json={"former": "a guess", "password": "another long one"}, headers=bearer
    )
    assert [guess().status_code for _ in range(4)] == [422, 422, 422, 429]
    assert 0 < int(guess().headers["Retry-After"]) <= 900
    assert sign_in().status_code == 429


def test_a_disabled_account_changes_no_password_with_the_token_it_still_has(client, limin, sign_in):
    bearer = {"Authorization": f"Bearer {sign_in().json['token']}"}
    client.as_(ADMIN).patch(f"/accounts/{limin['id']}", json={"disabled": True, "version": 1})
    change = {"former": "correct horse battery", "password": "another long one"}
    assert client.post("/me/password", json=change, headers=bearer).status_code == 404


def test_an_admin_of_one_site_sees_no_account_of_another_site(client, limin):
    there = client.as_(person("small", "admin", site=SECOND_SITE))
    assert there.get("/accounts").json["items"] == [] and there.get(f"/accounts/{limin['id']}").status_code == 404
    here = client.as_(person("small", "admin"))
    assert [account["login"] for account in here.get("/accounts").json["items"]] == ["limin"]


def test_roles_change_under_the_version_that_was_read(client, limin, sign_in):
    admin = client.as_(ADMIN)
    change = {"roles": {"JX": ["guard"]}, "version": 1}
    assert admin.patch(f"/accounts/{limin['id']}", json=change).json["version"] == 2
    assert admin.patch(f"/accounts/{limin['id']}", json=change).status_code == 412
    assert list(sign_in().json["principal"]["roles"].values()) == [["guard"]]
