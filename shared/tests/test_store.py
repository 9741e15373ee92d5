"""A fact and its announcement are written together or not at all."""

import uuid
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from shared.contracts.intake import TicketCancelled
from shared.errors import ContractBroken
from shared.messaging import outbox
from shared.testing.people import DESK, SITE


def announce(work, **changed):
    facts = {"ticket_id": uuid.uuid4(), "number": "T-1", "version": 1, **changed}
    work.announce(TicketCancelled, about=facts["ticket_id"], site_id=SITE, **facts)


def waiting(store) -> int:
    with store.reading(None) as session:
        return outbox.backlog(session, store.table("outbox"))[0]


def test_a_fact_and_its_event_are_committed_together(store, thing):
    with store.work(DESK) as work:
        work.session.add(thing(name="leak", price=Decimal("12.50")))
        announce(work)

    with store.reading(DESK) as session:
        assert session.scalars(select(thing.price)).all() == [Decimal("12.50")]
    assert waiting(store) == 1


def test_failed_work_leaves_neither_fact_nor_event(store, thing):
    with pytest.raises(RuntimeError), store.work(DESK) as work:
        work.session.add(thing(name="leak"))
        announce(work)
        work.session.flush()
        raise RuntimeError("power cut")

    with store.reading(None) as session:
        assert session.scalar(select(func.count()).select_from(thing)) == 0
    assert waiting(store) == 0


def test_a_promise_that_does_not_fit_fails_the_work_that_made_it(store, thing):
    with pytest.raises(ContractBroken, match="colour"), store.work(DESK) as work:
        work.session.add(thing(name="leak"))
        announce(work, colour="red")

    with store.reading(None) as session:
        assert session.scalar(select(func.count()).select_from(thing)) == 0


def test_of_two_who_change_the_same_thing_the_slower_is_refused(store, thing):
    with store.work(DESK) as work:
        known = thing(name="leak")
        work.session.add(known)

    with store.reading(DESK) as session:
        slow = session.get(thing, known.id)
    with store.work(DESK) as work:
        work.session.get(thing, known.id).name = "burst pipe"
    with pytest.raises(StaleDataError), store.work(DESK) as work:
        merged = work.session.merge(slow, load=False)
        merged.name = "drip"


def test_numbers_have_no_gap_even_when_work_fails(store):
    with store.work(DESK) as work:
        first = work.number("T", SITE)
    with pytest.raises(RuntimeError), store.work(DESK) as work:
        work.number("T", SITE)
        raise RuntimeError
    with store.work(DESK) as work:
        assert first.endswith("-000001")
        assert [n[-6:] for n in work.numbers("T", SITE, 2)] == ["000002", "000003"]


def test_a_number_carries_the_year_on_the_wall_of_the_site(store):
    from datetime import UTC, datetime

    new_year_in_shanghai = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    with store.work(DESK, now=new_year_in_shanghai) as work:
        assert work.number("T", SITE, zone="Asia/Shanghai") == "T-2027-000001"
