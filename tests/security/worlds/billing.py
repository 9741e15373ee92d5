"""Billing's things: bills in several states, payments with their receipts, prepaid units, at three places."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from shared.contracts.dispatch import WorkOrderCompleted
from shared.contracts.intake import SiteChanged, UnitChanged
from tests.security.cast import FAR, NEXT, OWN, PLACES, boss
from tests.security.worlds import World, taken

DONE_AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
RECEIPTS = {OWN: 3, NEXT: 2, FAR: 1}  # each site counts its own: the third is of the own site alone


def build(client, hear, store) -> World:
    ids = {place: _Place(client.as_(boss(place)), hear, place).made() for place in PLACES}
    return World(ids, bodies=BODIES, queries=QUERIES, special=SPECIAL)


class _Place:
    def __init__(self, chief, hear, place: str):
        self.chief, self.hear, self.place = chief, hear, place
        operator, self.site = PLACES[place]
        self.told = {"operator_id": operator, "site_id": self.site}
        self.unit, self.word = uuid4(), f"{place}-words"

    def made(self) -> dict:
        self.tell_of_places()
        bill, disputed, paid = self.bill(), self.bill(), self.bill()
        headers = {"If-Match": "*"}
        taken(self.chief.post(f"/bills/{disputed['id']}/dispute", headers=headers, json={"reason": "Not agreed."}))
        for _ in range(RECEIPTS[self.place] - 1):
            self.pay("1.00", unit_id=str(self.unit))
        payment = self.pay("120.00", bill_ids=[paid["id"]], unit_id=str(self.unit))
        return {
            "site_id": self.site, "unit_id": self.unit, "bill_id": bill["id"], "disputed_id": disputed["id"],
            "payment_id": payment["id"], "number": payment["receipt_number"], "ticket_id": bill["ticket_id"],
            "work_order_id": bill["work_order_id"], "word": self.word, "code": "not-found", "name": "frame.css",
        }  # fmt: skip

    def tell_of_places(self) -> None:
        name = {"zh": self.word, "en": self.word}
        facts = {"version": 1, "code": self.place, "name": name, "timezone": "Asia/Shanghai", "currency": "CNY"}
        self.hear(SiteChanged, about=self.site, settings={}, **facts, **self.told)
        where = {"building_id": uuid4(), "building_name": {"zh": "1栋", "en": "1"}}
        unit = {"unit_id": self.unit, "version": 1, "code": self.word, "label": self.word, "use": "residential"}
        self.hear(UnitChanged, about=self.unit, **unit, **where, **self.told)

    def bill(self) -> dict:
        work = {"code": "LAB", "name": {"zh": "工时", "en": "Labour"}, "kind": "labour", "unit": "hour"}
        figures = {"quantity": Decimal("1"), "price": Decimal("108.50"), "amount": Decimal("108.50")}
        facts = {
            "work_order_id": uuid4(), "number": f"W-{self.place}", "version": 5, "ticket_id": uuid4(), "kind": "first",
            "ticket_number": f"T-{self.place}", "ticket_kind": "repair_unit", "priority": "normal",
            "state": "completed",
            "at": DONE_AT, "place": {"unit_id": self.unit, "unit_code": self.word}, "lines": [work | figures],
            "amount": Decimal("108.50"), "agreed_by": self.word,
        }  # fmt: skip
        self.hear(WorkOrderCompleted, about=facts["work_order_id"], **facts, **self.told)
        (bill,) = self.chief.get(f"/bills?work_order_id={facts['work_order_id']}").json["items"]
        return bill

    def pay(self, amount: str, **more) -> dict:
        body = {"site_id": str(self.site), "amount": amount, "method": "cash", "payer": self.word, **more}
        return taken(self.chief.post("/payments", json=body, headers={"Idempotency-Key": str(uuid4())}))


PRICE = {"code": "NEW", "name_zh": "新", "name_en": "New", "valid_from": "2027-01-01"}
BODIES = {
    "payments.receive_payment": lambda i: {
        "site_id": str(i["site_id"]), "bill_ids": [i["bill_id"]], "amount": "1.00", "method": "cash", "payer": "Li",
    },
    "payments.apply_prepayment": lambda i: {"site_id": str(i["site_id"])},
    "tariffs.import_price_list": lambda i: {"items": [{**PRICE, "kind": "labour", "unit": "hour", "price": "1.00"}]},
    "tariffs.import_fee_items": lambda i: {
        "items": [{**PRICE, "formula": "built_area_rate", "cycle": "monthly", "rate": "2.80"}],
    },
}  # fmt: skip
QUERIES = {
    "payments.read_account": lambda i: {"site_id": str(i["site_id"])},
}
SPECIAL = {("POST", "uphold"): lambda i: {"bill_id": i["disputed_id"]}}
