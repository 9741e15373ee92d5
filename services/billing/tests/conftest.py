"""What billing's tests share: the service they are about, work that was done, and money that is paid."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from shared.contracts.dispatch import WorkOrderCompleted
from shared.contracts.intake import SiteChanged, UnitChanged
from shared.testing.people import SITE

DONE_AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
TAP = ("MAT-TAP", "水龙头", "Tap", "material", "piece")
WORK = ("LAB-PLUMB", "水工工时", "Plumber's work", "labour", "hour")


@pytest.fixture
def service():
    from services.billing.service import service

    return service


def line(item: tuple, quantity: str, price: str, amount: str) -> dict:
    code, zh, en, kind, unit = item
    figures = {"quantity": Decimal(quantity), "price": Decimal(price), "amount": Decimal(amount)}
    return {"code": code, "name": {"zh": zh, "en": en}, "kind": kind, "unit": unit, **figures}


@pytest.fixture
def order():
    """`order(amount="108.50", …)` -> the facts of a completed work order: a tap, and work for the rest."""

    def make(*, amount: str = "108.50", **changes) -> dict:
        work = str(Decimal(amount) - Decimal("48.50"))
        facts = {
            "work_order_id": uuid4(),
            "number": "W-2026-000007",
            "version": 5,
            "ticket_id": uuid4(),
            "ticket_number": "T-2026-000007",
            "kind": "first",
            "ticket_kind": "repair_unit",
            "priority": "normal",
            "state": "completed",
            "at": DONE_AT,
            "place": {"unit_id": uuid4(), "unit_code": "1-1-101"},
            "lines": [line(TAP, "1", "48.50", "48.50"), line(WORK, "1", work, work)],
            "amount": Decimal(amount),
            "agreed_by": "李敏",
        }
        return facts | changes

    return make


@pytest.fixture
def complete(hear, order):
    """`complete(amount=…, unit_id=…)`: dispatch tells that paid work was done; returns what it told."""

    def tell(*, unit_id=None, event_id=None, **changes) -> dict:
        facts = order(**changes)
        if unit_id:
            facts["place"] = {"unit_id": unit_id, "unit_code": "1-1-101"}
        hear(WorkOrderCompleted, about=facts["work_order_id"], event_id=event_id, **facts)
        return facts

    return tell


@pytest.fixture
def bill(complete, read_bills):
    """`bill(amount=…, unit_id=…)` -> a bill that was issued, as the cashier sees it."""

    def issue(**changes) -> dict:
        facts = complete(**changes)
        (found,) = read_bills(work_order_id=facts["work_order_id"])
        return found

    return issue


@pytest.fixture
def read_bills(client, cashier):
    def read(**asked) -> list[dict]:
        return client.as_(cashier).get("/bills", query_string=asked).json["items"]

    return read


@pytest.fixture
def read_bill(client, cashier):
    return lambda bill_id: client.as_(cashier).get(f"/bills/{bill_id}").json


@pytest.fixture
def pay(client, cashier):
    """`pay(amount, bill_ids=[…])` -> the response; every call is a new request unless `key` says otherwise."""

    def send(amount: str, *, key: str | None = None, by=cashier, site_id=SITE, **asked):
        body = {"site_id": str(site_id), "amount": amount, "method": "cash", "payer": "李敏", **asked}
        return client.as_(by).post("/payments", json=body, headers={"Idempotency-Key": key or str(uuid4())})

    return send


@pytest.fixture
def receipt():
    """`receipt(7)` -> the number of this year's seventh receipt: requests live in the present."""
    year = datetime.now(ZoneInfo("Asia/Shanghai")).year
    return lambda count: f"R-{year}-{count:06d}"


@pytest.fixture
def balance(client, cashier):
    """`balance()` -> account -> balance over everything; fails unless the books are in balance (RB-5)."""

    def read() -> dict[str, str]:
        books = client.as_(cashier).get("/ledger/trial-balance").json
        assert books["difference"] == "0.00"
        assert all(site["difference"] == "0.00" for site in books["sites"])
        return {line["account"]: line["balance"] for line in books["overall"]["accounts"]}

    return read


@pytest.fixture
def site_known(hear):
    """The site has been announced: 翠湖花园, in Shanghai."""
    name = {"zh": "翠湖花园", "en": "Green Lake Gardens"}
    facts = {"site_id": SITE, "version": 1, "code": "CH", "name": name, "timezone": "Asia/Shanghai", "currency": "CNY"}
    hear(SiteChanged, about=SITE, settings={}, **facts)


@pytest.fixture
def unit(hear):
    """A unit that has been announced; its id."""
    unit_id = uuid4()
    building = {"building_id": uuid4(), "building_name": {"zh": "1栋", "en": "Building 1"}}
    facts = {"unit_id": unit_id, "version": 1, "code": "1-1-101", "label": "1栋1单元101室", "use": "residential"}
    hear(UnitChanged, about=unit_id, **facts, **building)
    return str(unit_id)
