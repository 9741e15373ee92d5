"""Doors for programs: publishing and reading prices and fee standards."""

from shared.web.current import reading, settings, work
from shared.web.doors import ANYONE, Room

from . import queries, usecases
from .schemas import FeeListView, ImportQuery, ImportReport, OnDay, PriceListView, Rows

tariffs = Room("tariffs", __name__, description="Fee items, dated standards, and the published price list (RB-1).")
PUBLISHERS = ("admin", "head_office")


@tariffs.post("/price-list/imports", allow=PUBLISHERS, body=Rows, query=ImportQuery, answer=ImportReport, large=True)
def import_price_list(asked, how):
    """Publish prices of paid services: dated, never altered afterwards."""
    with work() as w:
        today = queries.today(settings(), w.now)
        return usecases.import_price_list(w, asked["items"], today=today, **how)


@tariffs.get("/price-list", allow=ANYONE, query=OnDay, answer=PriceListView)
def read_price_list(asked):
    """The price list in force on a day (RW-4)."""
    day = asked["on"] or queries.today(settings())
    with reading() as session:
        return {
            "version": queries.edition(session),
            "on": day,
            "items": queries.prices_on(session, day, asked.get("code")),
        }


@tariffs.post("/fee-items/imports", allow=PUBLISHERS, body=Rows, query=ImportQuery, answer=ImportReport, large=True)
def import_fee_items(asked, how):
    """Publish fee items and their dated standards."""
    with work() as w:
        today = queries.today(settings(), w.now)
        return usecases.import_fee_items(w, asked["items"], today=today, **how)


@tariffs.get("/fee-items", allow=ANYONE, query=OnDay, answer=FeeListView)
def read_fee_items(asked):
    """Fee items with all their standards, and the one in force on a day."""
    day = asked["on"] or queries.today(settings())
    with reading() as session:
        return {"on": day, "items": queries.fee_items_on(session, day, asked.get("code"))}
