"""What dispatch's tests share: the site and its people, a price list, tickets told of, and steps of an order."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.contracts.billing import PriceListChanged
from shared.contracts.intake import SiteChanged, TicketOpened
from shared.testing.people import SITE, person

OPENED_AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
ALWAYS = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "00:00"}]


@pytest.fixture
def service():
    from services.dispatch.service import service

    return service


@pytest.fixture
def site(hear):
    """`site(**rules)`: intake tells of the site Green Lake Gardens."""
    versions = iter(range(1, 100))

    def tell(site_id=SITE, code="CH", **rules):
        name = {"zh": "翠湖花园", "en": "Green Lake Gardens"}
        facts = {"code": code, "name": name, "timezone": "Asia/Shanghai", "currency": "CNY"}
        hear(SiteChanged, about=site_id, site_id=site_id, version=next(versions), settings={"rules": rules}, **facts)

    return tell


@pytest.fixture
def row():
    """`row("S1", "tech", trades=[…])` -> one row of a staff list, around the clock unless told otherwise."""

    def make(code, login, **changes) -> dict:
        said = {"code": code, "login": login, "name": f"技工{code}", "trades": ["plumber"], "certificates": []}
        return said | {"sites": ["CH"], "shifts": ALWAYS} | changes

    return make


@pytest.fixture
def employ(client, manager):
    """`employ(row, …)`: the manager imports these people; returns code -> id."""

    def bring_in(*rows, who=manager) -> dict[str, str]:
        answer = client.as_(who).post("/staff/imports", json={"staff": list(rows)})
        assert answer.status_code == 200, answer.json
        assert answer.json["refused"] == 0, answer.json
        listed = client.as_(who).get("/staff?limit=200").json["items"]
        return {one["code"]: one["id"] for one in listed}

    return bring_in


@pytest.fixture
def plumber(site, employ, row):
    """The site with one plumber, who signs in as `technician`; returns the id."""
    site()
    return employ(row("S1", "tech"))["S1"]


@pytest.fixture
def colleague():
    """A second technician, not among the staff unless a test employs them."""
    return person("second", "technician")


@pytest.fixture
def price_list(hear):
    """`price_list()`: billing tells of labour, a call-out and a tap."""

    def tell(version=1, labour="60.00", **options):
        hour, call = ("LAB", "labour", "hour", labour), ("CALL", "call_out", "call", "20.00")
        items = [hour, call, ("TAP", "material", "piece", "48.55"), ("SCREW", "material", "piece", "0.00")]
        facts = [
            {
                "code": code,
                "name": {"zh": code, "en": code},
                "kind": kind,
                "unit": unit,
                "price": Decimal(price),
                "valid_from": date(2026, 1, 1),
            }
            for code, kind, unit, price in items
        ]
        hear(PriceListChanged, about=SITE, site_id=None, version=version, items=facts, **options)

    return tell


@pytest.fixture
def ticket():
    """`ticket(kind="repair_public", …)` -> the facts of a ticket as intake tells them."""

    def make(**changes) -> dict:
        facts = {
            "ticket_id": uuid4(),
            "number": "T-2026-000007",
            "version": 1,
            "kind": "repair_unit",
            "category": "unit.pipe.leak",
            "category_name": {"zh": "水管漏水", "en": "Leaking pipe"},
            "trade": "plumber",
            "follow_up": "leak",
            "priority": "normal",
            "channel": "phone",
            "place": {"unit_id": uuid4(), "unit_code": "1-1-101"},
            "caller": {"name": "李敏", "phone": "+8613812345521", "language": "zh"},
            "description": "厨房水管漏水",
            "opened_at": OPENED_AT,
        }
        return facts | changes

    return make


@pytest.fixture
def open_ticket(hear, ticket):
    """`open_ticket(…)`: intake tells of a new ticket; returns its facts."""

    def tell(**changes) -> dict:
        facts = ticket(**changes)
        hear(TicketOpened, about=facts["ticket_id"], **facts)
        return facts

    return tell


@pytest.fixture
def orders_of(store):
    """`orders_of(ticket_id)` -> the orders as they stand in the database, oldest first."""
    from services.dispatch.work_orders.models import WorkOrder

    def look(ticket_id: UUID) -> list:
        with store.reading(None) as session:
            return list(
                session.scalars(select(WorkOrder).where(WorkOrder.ticket_id == ticket_id).order_by(WorkOrder.id))
            )

    return look


@pytest.fixture
def read(client, supervisor):
    """`read(order_id)` -> the order as its door shows it to the supervisor."""
    return lambda order_id, who=supervisor: client.as_(who).get(f"/work-orders/{order_id}").json


@pytest.fixture
def act(client, read):
    """`act(who, order_id, "accept", **body)`: a step with the present version; `expect` is the status."""

    def take(who, order_id, action, *, expect=200, version=None, **body):
        version = version or read(order_id)["version"]
        answer = client.as_(who).post(f"/work-orders/{order_id}/{action}", version=version, json=body)
        assert answer.status_code == expect, answer.json
        return answer.json

    return take


@pytest.fixture
def opened(plumber, open_ticket, orders_of):
    """`opened(…)`: a ticket is told of and its order is assigned; returns the order's id."""
    return lambda **changes: str(orders_of(open_ticket(**changes)["ticket_id"])[0].id)


@pytest.fixture
def arrived(opened, act, technician):
    """`arrived(…)`: an order whose technician is at the place; returns its id."""

    def go(**changes) -> str:
        order_id = opened(**changes)
        act(technician, order_id, "accept")
        act(technician, order_id, "arrive")
        return order_id

    return go


@pytest.fixture
def completed(arrived, act, technician):
    """`completed(…)`: an order that is done, nothing to pay; returns its id."""

    def go(**changes) -> str:
        order_id = arrived(**changes)
        act(technician, order_id, "complete", note="已修好")
        return order_id

    return go
