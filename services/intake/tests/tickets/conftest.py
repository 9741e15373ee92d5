"""A ticket to act on, and the words of other services about it."""

import pytest

from shared.testing.people import SITE


@pytest.fixture
def opened(client, desk, place):
    """`opened(**facts)` -> a ticket as its view, opened at the desk; by default a leak in 3-2-1201."""

    def open_one(**facts) -> dict:
        asked = {
            "site_id": str(SITE),
            "category": "unit.pipe.leak",
            "unit_id": str(place.unit.id),
            "description": "厨房水管漏水",
            "caller": {"name": "李敏", "phone": "13812345521"},
        }
        answer = client.as_(desk).post("/tickets", json={k: v for k, v in {**asked, **facts}.items() if v is not None})
        assert answer.status_code == 201, answer.json
        return answer.json

    return open_one


@pytest.fixture
def look(client, desk):
    """The ticket as it is now."""
    return lambda ticket: client.as_(desk).get(f"/tickets/{ticket['id']}").json


@pytest.fixture
def tell(hear, parked):
    """`tell(order_event(…))`: it arrives by the consumer's way; `aside=True` expects it to be parked."""

    def deliver(word, *, aside: bool = False, event_id=None):
        contract, facts = word
        before = len(parked())
        told = hear(contract, event_id=event_id, **facts)
        assert (len(parked()) > before) is aside, parked()
        return told

    return deliver
