"""Somebody who speaks Open311: a site's doors, and a platform with a key."""

from types import SimpleNamespace
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from sqlalchemy import select

from services.intake.directory.models import Category
from services.intake.tests.open311.sending import CODE, LAMP
from shared.principal import Principal
from shared.testing.people import OPERATOR


@pytest.fixture
def lamp(store, place, now):
    """A category of public places beside the leak of the flats."""
    facts = {"name_zh": "公共·照明·不亮", "name_en": "Public · light · off", "place": "public", "object": "light"}
    facts |= {"problem": "off", "kind": "repair_public", "trade": "electrician", "priority": "normal"}
    with store.work(Principal.system(OPERATOR), now=now) as work:
        work.session.add(Category(code=LAMP, follow_up="other", **facts))


@pytest.fixture
def sender(client, admin, place, lamp):
    """A platform that may post to site CH, with its key."""
    asked = {"code": "city311", "name": "City 311", "site_ids": [str(place.site.id)]}
    made = client.as_(admin).post("/integrations", json=asked).json
    return SimpleNamespace(id=made["id"], api_key=made["api_key"])


@pytest.fixture
def speak(client):
    """`speak("services.json")` gets, `speak("requests.xml", post={…})` posts; JSON and XML come parsed."""

    def ask(path: str, post: dict | None = None, **query):
        query = {"jurisdiction_id": "CH", **query}
        query = {name: value for name, value in query.items() if value is not None}
        how = {"query_string": query} if post is None else {"data": post}
        answer = client.page("GET" if post is None else "POST", f"/open311/v2/{path}", **how)
        answer.document = fromstring(answer.data) if "xml" in answer.content_type else answer.json
        return answer

    return ask


@pytest.fixture
def post(speak, sender):
    """`post(description=…)` sends a believable request; None leaves a field out."""

    def send(form="json", **more):
        said = {"jurisdiction_id": "CH", "service_code": CODE, "api_key": sender.api_key, "address_id": "3-2-1201"}
        said |= {"description": "厨房水管漏水", "first_name": "敏", "last_name": "李", "phone": "13812345521", **more}
        return speak(f"requests.{form}", post={name: value for name, value in said.items() if value is not None})

    return send


@pytest.fixture
def tickets_kept(store):
    from services.intake.tickets.models import Ticket

    def look() -> list:
        with store.reading(None) as session:
            return list(session.scalars(select(Ticket).order_by(Ticket.id)))

    return look


def texts(element: Element, path: str) -> list[str | None]:
    return [found.text for found in element.findall(path)]
