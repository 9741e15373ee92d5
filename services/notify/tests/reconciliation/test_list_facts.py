"""Per ticket: visits, messages by state, webhooks; page by page, for the comparison across services."""

from services.notify.tests.stubs import SECRET
from shared.contracts import intake
from shared.ids import new_id
from shared.testing.people import SECOND_SITE, SITE


def test_the_facts_of_a_ticket(client, admin, desk, world, hear, tick, now, receiver):
    server, integration, ticket = receiver(), new_id(), world.open()
    body = {"url": server.url, "secret": SECRET}
    client.as_(admin).put(f"/webhook-subscriptions/{integration}", json=body)
    for sequence in (1, 2, 4):
        facts = {"number": ticket.number, "sequence": sequence, "action": "x", "to_state": "open", "at": now}
        about = {"ticket_id": ticket.ticket_id, "integration_id": integration, "external_id": "HX1"}
        hear(intake.TicketMoved, about=ticket.ticket_id, **facts, **about)
    done = world.complete(ticket)
    tick(now)
    (item,) = client.as_(admin).get("/reconciliation").json["items"]
    assert item["ticket_id"] == str(ticket.ticket_id) and item["messages"] == {"delivered": 2}
    assert [v["work_order_id"] for v in item["return_visits"]] == [str(done["work_order_id"])]
    assert item["webhooks"] == {"delivered": 2, "pending": 1, "given_up": 0, "skipped": 0, "last_sequence": 4}


def test_pages_by_id_and_filters_by_site(client, admin, desk, stranger, world):
    wanted = sorted(str(world.open(number=f"T-{n}").ticket_id) for n in range(3))
    first = client.as_(admin).get("/reconciliation?limit=2").json
    second = client.as_(admin).get(f"/reconciliation?limit=2&after={first['next']}").json
    assert [item["ticket_id"] for item in first["items"] + second["items"]] == wanted
    assert len(client.as_(admin).get(f"/reconciliation?site_id={SITE}").json["items"]) == 3
    assert client.as_(admin).get(f"/reconciliation?site_id={SECOND_SITE}").json["items"] == []
    assert client.as_(desk).get("/reconciliation").status_code == 403
    assert client.as_(stranger).get("/reconciliation").json["items"] == []
