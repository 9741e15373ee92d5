"""What Open311 tells of a site before anything is asked: endpoints, services, questions, and refusals (RO-3)."""

import pytest

from services.intake.directory.models import Site
from services.intake.tests.open311.conftest import texts
from services.intake.tests.open311.sending import CODE, LAMP
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE

QUESTION = {"code": "rooms", "datatype": "multivaluelist", "required": True, "description": "Which rooms"}
CHOICES = [{"key": "kitchen", "name": "Kitchen"}, {"key": "bath", "name": "Bathroom"}]


@pytest.fixture
def site_says(store, place):
    """`site_says(review=True)` puts rules of Open311 into the site's settings."""

    def put(**rules):
        with store.work(Principal.system(OPERATOR)) as work:
            site = work.session.get(Site, SITE)
            site.settings = {**site.settings, "rules": {"open311": rules}}

    return put


@pytest.mark.parametrize("form", ["json", "xml"])
def test_discovery_is_in_both_forms_and_leads_to_the_endpoint(speak, lamp, form):
    answer = speak(f"discovery.{form}")
    assert answer.status_code == 200
    if form == "json":
        assert answer.content_type == "application/json; charset=utf-8"
        (endpoint,) = answer.document["endpoints"]
        assert endpoint["formats"] == ["text/xml", "application/json"] and endpoint["type"] == "production"
        assert endpoint["url"].endswith("/open311/v2")
    else:
        assert answer.content_type == "text/xml; charset=utf-8" and answer.document.tag == "discovery"
        assert texts(answer.document, "endpoints/endpoint/formats/format") == ["text/xml", "application/json"]
        assert texts(answer.document, "endpoints/endpoint/specification") == ["http://wiki.open311.org/GeoReport_v2"]


def test_services_are_the_categories_in_force(speak, lamp):
    listed = speak("services.json").document
    assert [one["service_code"] for one in listed] == [LAMP, CODE]
    assert listed[1]["metadata"] is True and listed[1]["type"] == "realtime"
    assert listed[1]["group"] == "repair_unit" and listed[1]["keywords"] == "unit,pipe,leak"
    root = speak("services.xml").document
    assert root.tag == "services" and texts(root, "service/service_code") == [LAMP, CODE]
    assert texts(root, "service/metadata") == ["true", "true"]


def test_a_definition_asks_our_questions_and_the_site_s_own_in_order(speak, lamp, site_says):
    site_says(attributes={CODE: [{**QUESTION, "values": CHOICES}]})
    said = speak(f"services/{CODE}.json").document
    assert [one["order"] for one in said["attributes"]] == [1, 2, 3, 4] and said["service_code"] == CODE
    assert said["attributes"][3]["values"] == CHOICES and said["attributes"][3]["required"] is True
    root = speak(f"services/{CODE}.xml").document
    assert root.tag == "service_definition"
    assert texts(root, "attributes/attribute/code") == ["occurred_at", "priority", "language", "rooms"]
    assert texts(root, "attributes/attribute/values/value/key")[-2:] == ["kitchen", "bath"]


BAD = [
    ("services.json", {"jurisdiction_id": "nowhere"}, 404),
    ("services.xml", {"jurisdiction_id": None}, 400),
    ("services/no.such.json", {}, 404),
    ("requests/0.xml", {}, 404),
    ("tokens/none.json", {}, 404),
    ("requests.json", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-05-01T00:00:00Z"}, 400),
    ("requests.json", {"start_date": "2026-01-01T00:00:00"}, 400),
    ("requests.json", {"status": "lost"}, 400),
    ("requests.json", {"page_size": "many"}, 400),
    ("requests.json", {"api_key": "fdk_wrong"}, 403),
]


def test_what_cannot_be_answered_is_refused_as_the_convention_says(speak, lamp):
    for path, query, status in BAD:
        answer = speak(path, **query)
        assert answer.status_code == status, (path, query)
        if "xml" in path:
            assert answer.document.tag == "errors" and texts(answer.document, "error/code") == [str(status)]
        else:
            assert [one["code"] for one in answer.document] == [str(status)] and answer.document[0]["description"]


def test_an_empty_parameter_is_an_absent_one(speak, lamp):
    assert speak("requests.json", status="", start_date="", service_code="").status_code == 200


def test_a_site_may_keep_this_door_shut(speak, lamp, site_says):
    site_says(open=False)
    assert speak("services.json").status_code == 404
    site_says(open="perhaps", review=True)
    assert speak("services.json").document[0]["type"] == "batch"
