"""The doors written down: valid OpenAPI 3.1 that says what really travels (libraries.md §1)."""

import pytest
from openapi_spec_validator import validate


@pytest.fixture
def spec(client):
    return client.get("/api/v1/openapi.json").json


def test_the_document_is_valid_openapi(spec):
    validate(spec)
    assert spec["openapi"] == "3.1.0" and spec["servers"] == [{"url": "/"}]


def test_every_door_has_a_summary_an_id_and_says_whether_it_needs_a_token(spec):
    doors = [said for path in spec["paths"].values() for method, said in path.items() if method != "parameters"]
    assert len([said for said in doors if said["tags"] == ["things"]]) == 9 and len(doors) > 9
    assert all(door["summary"] and door["operationId"] and "security" in door for door in doors)
    assert spec["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert spec["paths"]["/api/v1/things"]["post"]["x-roles"] == ["desk"]
    assert spec["paths"]["/api/v1/whoami"]["get"]["security"] == []


def test_refusals_are_documented_as_problems(spec):
    default = spec["components"]["responses"]["DEFAULT_ERROR"]["content"]
    assert list(default) == ["application/problem+json"]
    assert list(spec["components"]["responses"]["UNPROCESSABLE_ENTITY"]["content"]) == ["application/problem+json"]


def test_money_is_a_string_with_a_pattern(spec):
    price = spec["components"]["schemas"]["OpenThing"]["properties"]["price"]
    assert price["type"] == "string" and price["pattern"].startswith("^")


def test_what_comes_in_is_closed_and_what_goes_out_may_grow(spec):
    shapes = spec["components"]["schemas"]
    assert shapes["OpenThing"]["additionalProperties"] is False
    assert "additionalProperties" not in shapes["ThingView"] or shapes["ThingView"]["additionalProperties"] is True


def test_keys_and_versions_are_documented_headers(spec):
    headers = {said["name"]: said["required"] for said in spec["paths"]["/api/v1/strict-things"]["post"]["parameters"]}
    assert headers == {"Idempotency-Key": True}
    rename = spec["paths"]["/api/v1/things/{thing_id}/rename"]["post"]["parameters"]
    assert [said["name"] for said in rename] == ["If-Match"]


def test_the_page_for_readers_names_every_door(client, spec):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200 and all(path.replace("<", "&lt;") in page.text for path in spec["paths"])
    assert "://" not in page.text.replace("http://localhost", "")


def test_the_events_of_a_service_can_be_read_and_taken_along(client):
    page = client.get("/api/v1/events")
    assert page.status_code == 200 and "CloudEvents" in page.text
    assert client.get("/api/v1/asyncapi.json").json["asyncapi"] == "3.1.0"
