"""A telephone that tells of its calls at the secret address of site CH."""

import pytest
from sqlalchemy import select

from services.intake.cti.models import PhoneCall, PhoneEvent


@pytest.fixture
def line(client, admin, place):
    """Where the telephone posts to."""
    boss = client.as_(admin)
    made = boss.post("/integrations", json={"code": "exchange", "name": "Exchange", "site_ids": [str(place.site.id)]})
    opened = boss.post(f"/integrations/{made.json['id']}/phone-lines", json={"site_id": str(place.site.id)})
    assert opened.status_code == 201, opened.json
    return opened.json


@pytest.fixture
def tell(client, line):
    """`tell("newCall", **more)` posts the generic form; `tell(json={…})` our JSON."""

    def post(event=None, *, json=None, address=None, **more):
        where = address or line["address"]
        if json is not None:
            return client.page("POST", where, json=json)
        said = {"event": event, "from": "13812345521", "to": "01065521234", "direction": "in", "callId": "c-1", **more}
        return client.page("POST", where, data={name: value for name, value in said.items() if value is not None})

    return post


@pytest.fixture
def calls_kept(store):
    def look() -> list:
        with store.reading(None) as session:
            return list(session.scalars(select(PhoneCall).order_by(PhoneCall.id)))

    return look


@pytest.fixture
def events_kept(store):
    def look() -> list:
        with store.reading(None) as session:
            return list(session.scalars(select(PhoneEvent).order_by(PhoneEvent.id)))

    return look
