"""The documents of GeoReport v2, as plain values for either way of writing them."""

from datetime import UTC, datetime

from .dialect import Several
from .queries import name_of

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = datetime(2026, 11, 22, tzinfo=UTC)  # of this description of the door, as the convention asks for
FORMATS = ("text/xml", "application/json")


def discovery_view(url: str) -> dict:
    endpoint = {
        "specification": SPECIFICATION,
        "url": url,
        "changeset": CHANGESET,
        "type": "production",
        "formats": Several("format", list(FORMATS)),
    }
    return {
        "changeset": CHANGESET,
        "contact": "The customer service centre of the property office 物业客户服务中心",
        "key_service": "The property office makes an integration and gives its key; the key is the api_key of a post.",
        "endpoints": Several("endpoint", [endpoint]),
    }


def services_view(categories, rules) -> Several:
    return Several("service", [service_view(category, rules) for category in categories])


def service_view(category, rules) -> dict:
    return {
        "service_code": category.code,
        "service_name": name_of(category.name),
        "description": name_of(category.name),
        "metadata": True,
        "type": "batch" if rules.review else "realtime",
        "keywords": ",".join((category.place, category.object, category.problem)),
        "group": category.kind,
    }


def definition_view(service_code: str, questions: list[dict]) -> dict:
    asked = [{**one, "values": Several("value", one["values"])} for one in questions]
    return {"service_code": service_code, "attributes": Several("attribute", asked)}


def requests_view(views: list[dict]) -> Several:
    return Several("request", views)


def refusal_view(status: int, detail: str) -> Several:
    return Several("error", [{"code": str(status), "description": detail}])
