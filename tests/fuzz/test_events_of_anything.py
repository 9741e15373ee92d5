"""Whatever lies in a service's queue: it takes effect, or is put aside with its bytes and its reason; nobody behind it
waits (P5, F12)."""

import json
from types import SimpleNamespace

from hypothesis import given
from sqlalchemy import select

from shared.messaging.envelope import Envelope
from shared.messaging.parked import storable
from shared.messaging.soundings import text_of
from shared.testing.people import ADMIN
from tests.fuzz.conftest import PATIENT, tries
from tests.fuzz.envelopes import NOW, arrivals, event, heard_by

pytestmark = PATIENT


def as_text(raw: bytes) -> str:
    """By the consumer's own way from the wire."""
    return text_of(SimpleNamespace(body=raw))


def kept(store) -> list[str]:
    table = store.table("parked_events")
    with store.reading(None) as session:
        found = session.execute(select(table.c.body, table.c.error, table.c.state)).all()
    assert all(row.error and row.state in ("dead", "waiting") for row in found)
    return [row.body for row in found]


def handled(store) -> set[str]:
    table = store.table("inbox")
    with store.reading(None) as session:
        return {str(event_id) for event_id in session.scalars(select(table.c.event_id))}


def lost(store, bodies: list[str]) -> list[str]:
    """Those that neither took effect nor were put aside."""
    put_aside, done = set(kept(store)), handled(store)
    return [body for body in bodies if storable(body) not in put_aside and id_of(body) not in done]


def id_of(body: str) -> str | None:
    try:
        return str(Envelope.read(body).id)
    except Exception:  # it is nothing that could have been handled
        return None


def test_whatever_lies_in_the_queue_takes_effect_or_is_kept_with_its_bytes(service, store, client):
    settlement, contracts = service.settlement(store), heard_by(service.name)
    seen: list[str] = []

    def one_batch(raws: list[bytes]) -> None:
        bodies = [as_text(raw) for raw in raws]
        settlement.handle_all(bodies, NOW)
        assert lost(store, bodies) == []
        seen.extend(bodies)

    tries(30, 1000)(given(arrivals(contracts))(one_batch))()
    one_batch([json.dumps(event(contract)).encode() for contract in contracts])  # and one good one of each kind
    put_aside, done = len(kept(store)), len(handled(store))
    print(service.name, f"{len(seen)} arrived, {put_aside} put aside, {done} took effect")
    assert put_aside >= 10 and (done or service.name == "intake")  # which hears of work on tickets: there are none
    for state in ("dead", "waiting"):
        listed = client.as_(ADMIN).get(f"/dead-events?state={state}&limit=200")
        assert listed.status_code == 200
        for item in listed.json["items"][:20]:
            assert client.as_(ADMIN).get(f"/dead-events/{item['event_id']}").status_code == 200


def test_bytes_that_are_no_text_are_told_apart_and_can_be_read_afterwards(service, store):
    """They were made the same row of question marks: of two different ones the second was forgotten."""
    bodies = [as_text(raw) for raw in (b"\xff{", b"\xfe{", b"\0{", "\ud800{".encode("utf-8", "surrogatepass"))]
    service.settlement(store).handle_all(bodies, NOW)
    assert sorted(kept(store)) == sorted(["\\xff{", "\\xfe{", "\\x00{", "\\xed\\xa0\\x80{"])


def test_an_event_that_was_forgotten_is_missed(service, store):
    assert lost(store, ["nonsense"]) == ["nonsense"]
