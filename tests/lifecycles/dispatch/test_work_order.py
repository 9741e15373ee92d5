"""Whatever anybody does to a work order, it goes as the book says (C-2, RW-1 to RW-8)."""

from types import SimpleNamespace

import pytest

from services.dispatch.work_orders.models import WorkOrder
from shared.contracts.intake import SiteChanged
from shared.testing.people import SITE
from tests.lifecycles.dispatch.order_game import OrderGame
from tests.lifecycles.playing import FOUND, ON_SQLITE, play


@pytest.fixture
def stage(client, store, hear, site, employ, row, price_list, open_ticket):
    """A site with two plumbers; `assigning(False)` leaves orders to the desk."""
    site()
    price_list()
    versions = iter(range(1000, 9000))
    named = {"code": "CH", "name": {"zh": "翠湖花园", "en": "Green Lake Gardens"}}

    def assigning(by_itself: bool) -> None:
        facts = {"timezone": "Asia/Shanghai", "currency": "CNY", "settings": {"rules": {"auto_assign": by_itself}}}
        hear(SiteChanged, about=SITE, site_id=SITE, version=next(versions), **named, **facts)

    told = SimpleNamespace(client=client, store=store, hear=hear, open_ticket=open_ticket, assigning=assigning)
    told.staff = employ(row("S1", "tech"), row("S2", "second"))
    return told


def test_a_work_order_goes_as_the_book_says(stage):
    play(lambda: OrderGame(stage), games=4, steps=22)


@ON_SQLITE
def test_a_step_without_its_event_is_noticed(stage, monkeypatch):
    """The control: the technician takes the order on and nobody is told."""
    honest = WorkOrder.tell

    def silent(order, work, contract, **more):
        if contract.name != "dispatch.work_order.accepted":
            honest(order, work, contract, **more)

    monkeypatch.setattr(WorkOrder, "tell", silent)
    with pytest.raises(FOUND):
        play(lambda: OrderGame(stage), games=20, steps=24)


@ON_SQLITE
def test_an_order_anybody_may_act_on_is_noticed(stage, monkeypatch):
    """The control: a technician may act on the order of another."""
    monkeypatch.setattr(WorkOrder, "_open_to", lambda order, step, principal, roles: bool(set(step.who) & roles))
    with pytest.raises(FOUND):
        play(lambda: OrderGame(stage), games=20, steps=24)
