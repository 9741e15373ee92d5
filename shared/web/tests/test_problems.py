"""Every refusal is one RFC 9457 problem that says what would be right (RD-1, libraries.md §1)."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from shared.errors import NotAllowed
from shared.web.errors import flatten
from shared.web.tests import house

JSON = {"Content-Type": "application/json"}


def refused(answer, status: int, code: str):
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    assert (answer.json["code"], answer.json["type"]) == (code, f"/problems/{code}")
    assert answer.json["status"] == status and len(answer.json["trace_id"]) == 32
    return answer.json


def test_an_unknown_address_is_a_problem(client):
    refused(client.get("/api/v1/nothing"), 404, "not-found")


def test_a_wrong_method_names_the_right_ones(client):
    answer = client.delete("/api/v1/things")
    refused(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_field_that_is_missing_or_misspelt_is_named(client, desk):
    problem = refused(client.post("/api/v1/things", json={"nmae": "x"}, headers=desk), 422, "bad-input")
    assert problem["errors"] == {
        "name": ["This field is required."],
        "nmae": ["There is no such field. Did you mean name?"],
    }


def test_a_misspelt_filter_is_not_ignored(client, desk):
    problem = refused(client.get("/api/v1/things?nam=x", headers=desk), 422, "bad-input")
    assert "Did you mean name?" in problem["errors"]["nam"][0]


def test_the_domain_says_which_actions_are_possible(client, desk):
    answer = client.post("/api/v1/things", json={"name": "refused"}, headers=desk)
    assert refused(answer, 409, "conflict")["allowed"] == ["rename"]


def test_who_must_wait_is_told_how_long(client):
    answer = client.get("/api/v1/busy")
    refused(answer, 429, "too-many")
    assert answer.headers["Retry-After"] == "60"


def test_our_own_failure_tells_nothing_but_the_trace(client, caplog):
    answer = client.get("/api/v1/broken")
    problem = refused(answer, 500, "unexpected")
    assert "13812345521" not in answer.text and problem["trace_id"] == answer.headers["X-Trace-Id"]


def test_the_trace_of_the_caller_goes_on(client):
    caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = client.get("/api/v1/nothing", headers={"traceparent": caller})
    assert answer.json["trace_id"] == "0af7651916cd43dd8448eb211c80319c"


def test_a_database_that_is_away_is_503_and_may_be_asked_again(client, desk, store):
    def gone(*_arguments):
        raise OperationalError("SELECT 1", {}, Exception("connection refused at 10.0.0.7"))

    event.listen(store.engine, "before_cursor_execute", gone)
    answer = client.get("/api/v1/things", headers=desk)
    event.remove(store.engine, "before_cursor_execute", gone)
    refused(answer, 503, "unavailable")
    assert answer.headers["Retry-After"] and "10.0.0.7" not in answer.text


def test_two_writers_of_one_name_one_of_them_hears_409(client, desk, opened):
    refused(client.post("/api/v1/things", json={"name": "one"}, headers=desk), 409, "conflict")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"name": "a", "name": "b"}', "twice"),
        (b'{"name": NaN}', "NaN"),
        (b'{"name": Infinity}', "Infinity"),
        (b'{"name": 1e999}', "too large"),
        (b'{"name": ' + b"9" * 5000 + b"}", "40 digits"),
        (b'{"name": ' + b"[" * 40 + b"]" * 40 + b"}", "deeper than 32"),
        (b'{"name": ' + b"[" * 100000 + b"]" * 100000 + b"}", "deeper than 32"),
        (b"{" + b",".join(b'"k%d": 1' % n for n in range(10_001)) + b"}", "10,000 keys"),
        (b'{"name": "a"', "not JSON"),
        (b'{"name": "\xff"}', "UTF-8"),
        ('{"name": "a"}'.encode("utf-16"), "UTF-8"),
    ],
)
def test_json_that_no_honest_client_sends_is_refused_with_the_reason(client, desk, body, said):
    answer = client.post("/api/v1/things", data=body, headers=desk | JSON)
    assert said in refused(answer, 400, "malformed")["detail"]


def test_of_many_unknown_fields_the_first_get_a_hint(client, desk):
    answer = client.post("/api/v1/things", json={f"nam{n}": 1 for n in range(2000)}, headers=desk)
    errors = refused(answer, 422, "bad-input")["errors"]
    assert (
        len(errors) >= 2000
        and len([s for s in errors.values() if "Did you mean" in s[0] or "Known here" in s[0]]) == 20
    )


def test_brackets_inside_text_are_not_depth(client, desk):
    assert client.post("/api/v1/things", json={"name": '["{' * 20}, headers=desk).status_code == 201


def test_another_charset_or_type_is_refused(client, desk):
    send = {"path": "/api/v1/things", "data": b'{"name": "a"}'}
    refused(client.post(**send, headers=desk | {"Content-Type": "application/json; charset=gbk"}), 400, "malformed")
    refused(client.post(**send, headers=desk | {"Content-Type": "text/plain"}), 415, "wrong-type")
    refused(client.post(**send, headers=desk | JSON | {"Content-Encoding": "gzip"}), 415, "wrong-type")


def test_a_body_that_is_not_an_object_is_refused(client, desk):
    for body in (b"[1]", b'"x"', b"7", b"null", b"true"):
        refused(client.post("/api/v1/things", data=body, headers=desk | JSON), 422, "bad-input")


def test_a_body_that_is_too_large_hears_the_limit(client, desk):
    answer = client.post("/api/v1/things", data=b" " * (2 * 1024 * 1024 + 1), headers=desk | JSON)
    assert "2,097,152" in refused(answer, 413, "too-large")["detail"]


def test_an_address_that_is_too_long_is_refused(client, desk):
    refused(client.get("/api/v1/things?name=" + "x" * 9000, headers=desk), 414, "address-too-long")


def test_a_lost_race_seen_by_the_database_layer_is_412(app):
    from shared.web.errors import stale

    with app.test_request_context("/api/v1/things"):
        assert stale(StaleDataError("UPDATE matched 0 rows")).status_code == 412


def test_people_get_a_page_and_programs_a_document(client):
    page = client.get("/nothing", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert (page.status_code, page.mimetype) == (404, "text/html") and "There is nothing at this address." in page.text
    assert client.get("/nothing", headers={"Accept": "application/json"}).mimetype == "application/problem+json"


def test_htmx_gets_only_the_alert(cookie):
    part = cookie.get("/nothing", headers={"HX-Request": "true"}).text
    assert 'role="alert"' in part and "<html" not in part


def test_nested_messages_are_named_by_their_place():
    messages = {"json": {"lines": {0: {"code": ["Missing."]}}, "_schema": ["Odd."]}}
    assert flatten(messages) == {"lines.0.code": ["Missing."], "body": ["Odd."]}


def test_every_code_has_a_page_that_explains_it(client):
    for code in ("conflict", "stale", "too-large", "unexpected", NotAllowed.code):
        assert client.get(f"/problems/{code}").status_code == 200
    assert client.get("/problems/nonsense").status_code == 404


def test_a_foreign_thing_is_not_found(client, bearer, opened):
    stranger = bearer(house.person("stranger", "desk", operator=house.UUID(int=9)))
    neighbour = bearer(house.person("neighbour", "desk", site=str(house.UUID(int=3))))
    for headers in (stranger, neighbour):
        refused(client.get(f"/api/v1/things/{opened['id']}", headers=headers), 404, "not-found")
        assert client.get("/api/v1/things", headers=headers).json["items"] == []
