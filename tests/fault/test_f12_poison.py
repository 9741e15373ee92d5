"""F12: what nobody can handle is put aside with its reason, its neighbours flow, and it works after a fix (P5)."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pika
import pytest
from sqlalchemy import select

from shared.contracts.contract import EVENTS
from shared.contracts.intake import TicketMoved
from shared.messaging import dead
from shared.messaging.broker import is_embedded, open_publisher
from shared.messaging.envelope import Envelope
from shared.testing.people import OPERATOR, OTHER_OPERATOR, OTHER_SITE, SITE
from tests.end_to_end.conftest import eventually
from tests.fault.road import LONG

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
KEY = TicketMoved.routing_key


def moved(number: str = "T-1", *, operator=OPERATOR, site=SITE, **changes) -> dict:
    """A change of a pushed ticket as it travels; `changes` are written over its data unseen."""
    ticket = uuid4()
    facts = {"ticket_id": ticket, "number": number, "sequence": 1, "action": "open", "from_state": None}
    facts |= {"to_state": "open", "reason": None, "at": datetime.now(UTC), "integration_id": uuid4()}
    envelope = Envelope.about_fact(
        TicketMoved, about=str(ticket), data=TicketMoved.write({**facts, "external_id": number}), operator_id=operator,
        site_id=site, time=datetime.now(UTC), because_of=None, traceparent=None,
    )  # fmt: skip
    raw = json.loads(envelope.body)
    raw["data"] |= changes
    return raw


def papers(**changes) -> str:
    """An event whose envelope is not what it should be."""
    return json.dumps({**moved(), **changes})


GARBAGE = {
    "nothing": "",
    "no JSON": "nonsense",
    "a list": "[1, 2]",
    "zero bytes": "\0\0\0",
    "a zero byte within": '{"id": "\0"}',
    "deep": '{"type":' * 3000,
    "a number as type": papers(type=5),
    "a list as type": papers(type=["x"]),
    "a zero byte in the type": papers(type="intake.ticket.\0"),
    "a type without end": papers(type="x" * 5000),
    "an object as subject": papers(subject={"a": 1}),
    "a number as subject": papers(subject=7),
    "half a letter as subject": papers(subject="\ud800", type="intake.nothing.known.v1"),
    "a time without a zone": papers(time="2026-11-22T10:00:00"),
    "a time before time": papers(time="0001-01-01T00:00:00+14:00"),
    "a number as thread": papers(correlationid=5, type="intake.nothing.known.v1"),
    "an unknown type": papers(type="intake.ticket.vanished.v1"),
    "an unknown version": papers(type="intake.ticket.moved.v9"),
    "another's promise": papers(type="intake.price_list.changed.v1"),
    "no number": json.dumps(moved(sequence=None)),
    "a wrong shape": json.dumps(moved(ticket_id="not an id", sequence="many")),
    "five megabytes": json.dumps(moved(reason="x" * 5_000_000)),
}
STRANGE = {
    "no site": json.dumps(moved(site=None)),
    "a zero byte in the data": json.dumps(moved(external_id="\0")),
    "half a letter in the data": json.dumps(moved(external_id="\ud800")),
    "a count beyond counting": json.dumps(moved(sequence=10**30)),
}


def publish(road, bodies: list[str | bytes]) -> None:
    """As somebody who may write to the exchange would, past every use case of ours."""
    url = road.sender.settings.broker_url
    if is_embedded(url):
        publisher = open_publisher(url)
        publisher.publish([(str(uuid4()), KEY, body) for body in bodies])
        return publisher.close()
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        for body in bodies:
            channel.basic_publish(EVENTS, KEY, body.encode() if isinstance(body, str) else body)


def kept(road, state: str = "dead") -> list:
    table = road.reader.table("parked_events")
    with road.reader.reading(None) as session:
        return session.execute(select(table).where(table.c.state == state)).all()


def with_neighbours(poison: dict) -> tuple[list, list[str]]:
    """Each poison between two healthy events, all in one batch."""
    bodies, healthy = [], []
    for number, body in enumerate([*poison.values(), None]):
        healthy.append(f"T-{number:03}")
        bodies += [json.dumps(moved(healthy[-1])), *([body] if body is not None else [])]
    return bodies, healthy


def test_garbage_is_buried_with_its_reason_and_its_neighbours_flow(road):
    bodies, healthy = with_neighbours({**GARBAGE, "no letters": b"\xff\xfe\x00"})
    publish(road, bodies)
    road.start(road.consumer())
    eventually(lambda: len(road.told()) >= len(healthy), LONG)
    assert road.told() == healthy
    eventually(lambda: len(kept(road)) >= len(GARBAGE) + 1, LONG)
    assert len(kept(road)) == len(GARBAGE) + 1 and kept(road, "waiting") == []
    assert all(row.error for row in kept(road))


def test_what_no_database_can_store_is_put_aside_and_its_neighbours_flow(road):
    """SQLite stores some of what PostgreSQL refuses: each of these either takes effect or is kept with its reason."""
    bodies, healthy = with_neighbours(STRANGE)
    publish(road, bodies)
    road.start(road.consumer())
    eventually(lambda: set(healthy) <= set(road.told()), LONG)
    taken = len(road.told()) - len(healthy)
    eventually(lambda: len(kept(road)) + len(kept(road, "waiting")) == len(STRANGE) - taken, LONG)


def test_the_same_garbage_again_and_again_is_kept_once(road):
    publish(road, ["nonsense", json.dumps(moved("T-000")), "nonsense"] * 20 + [json.dumps(moved("T-001"))])
    road.start(road.consumer())
    eventually(lambda: "T-001" in road.told(), LONG)
    assert road.told() == ["T-000", "T-001"] and len(kept(road)) == 1


def test_another_operators_event_touches_nothing_of_ours(road):
    """It may only ever make rows of its own operator, whatever ids it names (P9)."""
    ours = moved("T-ours")
    publish(road, [json.dumps(ours)])
    road.start(road.consumer())
    eventually(lambda: road.told() == ["T-ours"], LONG)
    same = {name: ours["data"][name] for name in ("ticket_id", "integration_id")}
    publish(road, [json.dumps(moved("T-theirs", operator=OTHER_OPERATOR, site=OTHER_SITE, **same))])
    publish(road, [json.dumps(moved("T-after"))])
    eventually(lambda: "T-after" in road.told(), LONG)
    table = road.reader.table("webhook_deliveries")
    with road.reader.reading(None) as session:
        standing = session.execute(select(table.c.number, table.c.operator_id)).all()
    assert ("T-ours", OPERATOR) in standing and ("T-ours", OTHER_OPERATOR) not in standing
    assert {row.operator_id for row in standing if row.number == "T-theirs"} <= {OTHER_OPERATOR}


def test_after_a_fix_a_dead_event_is_replayed_and_takes_effect_once(road, monkeypatch):
    from services.notify.webhooks import usecases

    right = usecases.queue_deliveries

    def wrong(work, events):
        if any(event.data["number"] == "T-bug" for event in events):
            raise ValueError("a fault of ours")
        right(work, events)

    monkeypatch.setattr(usecases, "queue_deliveries", wrong)
    monkeypatch.setattr("shared.messaging.parked.WAITS", (0.01,))
    body = json.dumps(moved("T-bug"))
    publish(road, [json.dumps(moved("T-1")), body, json.dumps(moved("T-2"))])
    road.start(road.consumer())
    eventually(lambda: len(kept(road)) == 1, LONG)
    assert road.told() == ["T-1", "T-2"] and "a fault of ours" in kept(road)[0].error
    assert kept(road)[0].event_id == UUID(json.loads(body)["id"])
    monkeypatch.setattr(usecases, "queue_deliveries", right)
    assert dead.run(road.consumer().settlement, ["replay", "--all", "--by", "li", "--reason", "mended"]) == 0
    eventually(lambda: "T-bug" in road.told(), LONG)
    publish(road, [body, json.dumps(moved("T-3"))])  # and once more: it was handled
    eventually(lambda: "T-3" in road.told(), LONG)
    assert road.told() == ["T-1", "T-2", "T-3", "T-bug"] and kept(road) == kept(road, "waiting") == []
