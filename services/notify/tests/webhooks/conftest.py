"""A platform that subscribed, and tickets that move."""

from types import SimpleNamespace

import pytest

from services.notify.tests.stubs import SECRET
from services.notify.webhooks.models import Delivery
from shared.contracts import intake
from shared.ids import new_id


@pytest.fixture
def platform(client, admin, receiver):
    """`platform(*answers)`: a receiver with a subscription of its own."""

    def subscribe(*answers, hang=0, **changes):
        server, integration = receiver(*answers, hang=hang), new_id()
        body = {"url": server.url, "secret": SECRET, "events": ["ticket.moved"], **changes}
        said = client.as_(admin).put(f"/webhook-subscriptions/{integration}", json=body)
        assert said.status_code == 200, said.json
        return SimpleNamespace(id=integration, got=server.got, server=server, url=server.url, view=said.json)

    return subscribe


@pytest.fixture
def move(hear, now):
    """`move(platform, ticket_id, sequence)`: a ticket changed its state."""

    def tell(platform, ticket_id, sequence, **changes):
        facts = {"number": "T-2026-000001", "action": "dispatch", "from_state": "open", "to_state": "dispatched"}
        facts |= {
            "at": now,
            "reason": None,
            "external_id": "HX1",
            "integration_id": platform and platform.id,
            **changes,
        }
        hear(intake.TicketMoved, about=ticket_id, ticket_id=ticket_id, sequence=sequence, **facts)

    return tell


@pytest.fixture
def deliveries(rows):
    return lambda: sorted(rows(Delivery), key=lambda d: (str(d.ticket_id), d.sequence))
