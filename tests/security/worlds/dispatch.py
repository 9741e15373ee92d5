"""Dispatch's things: staff and orders in several states, at three places."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

from shared.contracts.billing import PriceListChanged
from shared.contracts.intake import SiteChanged, TicketOpened
from tests.security.cast import OWN, PLACES, boss
from tests.security.worlds import World, taken

ALWAYS = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "00:00"}]
OPENED_AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def build(client, hear, store) -> World:
    ids = {place: _place(client.as_(boss(place)), client, hear, place) for place in PLACES}
    return World(ids, bodies=BODIES, special=SPECIAL)


def _place(chief, client, hear, place: str) -> dict:
    operator, site = PLACES[place]
    told = {"operator_id": operator, "site_id": site}
    _tell_of_site(hear, site, place, told)
    logins = (
        {"tech": "tech", "second": "second"}
        if place == OWN
        else {f"{place}-1": f"{place}-1", f"{place}-2": f"{place}-2"}
    )
    rows = [
        {"code": code, "login": login, "name": f"{place}-words", "trades": ["plumber"], "certificates": [],
         "sites": [place], "shifts": ALWAYS}
        for code, login in logins.items()
    ]  # fmt: skip
    assert taken(chief.post("/staff/imports", json={"staff": rows}))["refused"] == 0
    first, second = (
        next(one["id"] for one in chief.get("/staff?limit=200").json["items"] if one["code"] == code) for code in logins
    )
    taken(chief.post(f"/staff/{second}/duty", json={"on": False}))
    return _Orders(chief, hear, place, told).made() | {
        "site_id": site, "staff_id": first, "second_staff_id": second, "site_code": place, "word": f"{place}-words",
        "code": "not-found", "name": "frame.css",
    }  # fmt: skip


def _tell_of_site(hear, site, place: str, told: dict) -> None:
    name = {"zh": f"{place}-words", "en": f"{place}-words"}
    facts = {"code": place, "name": name, "timezone": "Asia/Shanghai", "currency": "CNY", "settings": {}}
    hear(SiteChanged, about=site, version=1, **facts, **told)
    item = {"code": "LAB", "name": {"zh": "工时", "en": "Labour"}, "kind": "labour", "unit": "hour"}
    item |= {"price": Decimal("60.00"), "valid_from": date(2026, 1, 1)}
    hear(PriceListChanged, about=site, version=1, items=[item], operator_id=told["operator_id"], site_id=None)


class _Orders:
    """The orders of one place, each brought to its state by the assigned technician or by whoever leads."""

    def __init__(self, chief, hear, place: str, told: dict):
        self.chief, self.hear, self.place, self.told = chief, hear, place, told

    def open(self, **changes) -> dict:
        ticket = {
            "ticket_id": uuid4(), "number": "T-2026-000007", "version": 1, "kind": "repair_unit", "category": "leak",
            "category_name": {"zh": "漏水", "en": "Leak"}, "trade": "plumber", "follow_up": "leak",
            "priority": "normal",
            "channel": "phone", "place": {"unit_code": "1-1-101"}, "opened_at": OPENED_AT,
            "caller": {"name": f"{self.place}-words", "phone": "+8613812345521", "language": "zh"},
            "description": f"{self.place}-words",
        } | changes  # fmt: skip
        self.hear(TicketOpened, about=ticket["ticket_id"], **ticket, **self.told)
        (order,) = self.chief.get(f"/work-orders?ticket_id={ticket['ticket_id']}").json["items"]
        return order

    def act(self, order: dict, *actions: str, **facts) -> dict:
        for action in actions:
            headers = {"If-Match": "*"}
            order = taken(self.chief.post(f"/work-orders/{order['id']}/{action}", headers=headers, json=facts))
        return order

    def made(self) -> dict:
        assigned, nobody = self.open(), self.open(trade="lift")
        arrived = self.act(self.open(), "accept", "arrive")
        quoted = self.act(self.act(self.open(), "accept", "arrive"), "quote", lines=[{"code": "LAB", "quantity": "1"}])
        accepted = self.act(self.open(), "accept")
        done = self.act(self.act(self.open(kind="repair_public"), "accept", "arrive"), "complete", note="Done.")
        waits = {"state": "waiting_parts", "reason": "Parts.", "next_at": "2027-01-01T00:00:00+08:00"}
        waiting = self.act(self.open(), "suspend", **waits)
        given_back = self.act(self.open(), "return", reason="Not my trade.")
        orders = {"order_id": assigned, "nobody_id": nobody, "arrived_id": arrived, "accepted_id": accepted}
        orders |= {"done_id": done, "quoted_id": quoted, "waiting_id": waiting, "free_id": given_back}
        return {name: order["id"] for name, order in orders.items()} | {"ticket_id": assigned["ticket_id"]}


BODIES = {
    "work_orders.quote_order": lambda i: {"lines": [{"code": "LAB", "quantity": "1"}]},
    "work_orders.complete_order": lambda i: {"note": "Done."},
    "assignment.assign_order": lambda i: {"staff_id": i["staff_id"]},
    "assignment.transfer_order": lambda i: {"staff_id": i["second_staff_id"]},
    "staff.set_duty": lambda i: {"on": False},
    "staff.import_staff": lambda i: {
        "staff": [
            {
                "code": "new",
                "login": "new",
                "name": "New",
                "trades": ["plumber"],
                "sites": [i["site_code"]],
                "shifts": [],
            }
        ]
    },
}
SPECIAL = {
    ("POST", "arrive"): lambda i: {"order_id": i["accepted_id"]},
    ("POST", "quote"): lambda i: {"order_id": i["arrived_id"]},
    ("POST", "agree"): lambda i: {"order_id": i["quoted_id"]},
    ("POST", "complete"): lambda i: {"order_id": i["arrived_id"]},
    ("POST", "verify"): lambda i: {"order_id": i["done_id"]},
    ("POST", "resume"): lambda i: {"order_id": i["waiting_id"]},
    ("POST", "assign"): lambda i: {"order_id": i["free_id"]},
    ("POST", "grab"): lambda i: {"order_id": i["free_id"]},
}
