"""The price list is copied whole from billing, and only ever forward (RB-1)."""

from decimal import Decimal

from sqlalchemy import select

from services.dispatch.prices.models import PriceItem


def labour(store) -> list[Decimal]:
    with store.reading(None) as session:
        return list(session.scalars(select(PriceItem.price).where(PriceItem.code == "LAB")))


def test_a_newer_list_takes_the_place_of_the_older_one(store, price_list):
    price_list(version=1, labour="60.00")
    price_list(version=2, labour="65.50")
    assert labour(store) == [Decimal("65.50")]


def test_an_older_list_that_comes_late_and_a_list_heard_twice_change_nothing(store, price_list):
    price_list(version=2, labour="65.50")
    price_list(version=1, labour="60.00")
    price_list(version=2, labour="99.00")
    assert labour(store) == [Decimal("65.50")]
