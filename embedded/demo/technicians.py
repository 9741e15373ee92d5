"""The technicians: each takes on what was given to them, goes there, agrees a price where one is due, and finishes."""

from embedded.door import Door

from .choices import one_in, pick
from .opening import Operator
from .turns import Player

ORDERS = "/dispatch/api/v1/work-orders"
CUSTOMER_SERVICE = "customer_service"
PARTS = {
    "plumber": (
        ("LAB-PLUMB", "1", "MAT-VALVE", "1"),
        ("LAB-PLUMB", "0.5", "MAT-HOSE", "2"),
        ("LAB-UNBLOCK", "1", "MAT-SEAL", "1"),
    ),
    "electrician": (
        ("LAB-ELEC", "0.5", "MAT-SOCKET", "1"),
        ("LAB-ELEC", "1", "MAT-BREAKER", "1"),
        ("LAB-ELEC", "1", "MAT-WIRE", "6.5"),
    ),
    "hvac": (("LAB-HVAC", "1.5", "MAT-REFRIG", "0.8"), ("LAB-HVAC", "1", "MAT-SEAL", "2")),
    "carpenter": (("LAB-CARP", "1", "MAT-LOCK", "1"), ("LAB-CARP", "0.5", "MAT-HINGE", "4")),
    "mason": (("LAB-MASON", "2", "MAT-PAINT", "1.5"), ("LAB-MASON", "1.5", "MAT-TILE", "1")),
    "low_voltage": (("LAB-LV", "1", "MAT-BELL", "1"), ("LAB-LV", "0.5", "MAT-WIRE", "12")),
}
NOTES = (
    "已修好，现场试用正常。",
    "更换配件后恢复正常，已清理现场。",
    "处理完毕，客户在场确认。",
    "Done and tried out with the customer.",
)


class Technicians(Player):
    """All technicians of the house; what each does, each does with their own sign-in."""

    name = "technicians"

    def __init__(self, operator: Operator):
        super().__init__(hands=4)
        self.operator, self.door = operator, operator.with_role("supervisor")

    def find(self):
        return [
            order for state in ("assigned", "accepted", "arrived") for order in self.door.items(ORDERS, state=state)
        ]

    def act(self, order):
        me = self.operator.door(order["technician"]["login"])
        order = self.step(me, order, "accept") if order["state"] == "assigned" else me.get(f"{ORDERS}/{order['id']}")
        if order["state"] == "accepted":
            order = self.step(me, order, "arrive")
        work = {}
        if charged(order):
            order, work = self.quoted(me, order)
        self.step(me, order, "complete", **work, note=pick(NOTES, order["number"]))
        self.did["completed"] += 1

    def step(self, me: Door, order: dict, action: str, **facts) -> dict:
        return me.act(ORDERS, order, action, **facts)

    def quoted(self, me: Door, order: dict) -> tuple[dict, dict]:
        """The price is shown first, and work begins when the customer agrees (RW-4)."""
        labour, hours, material, pieces = pick(PARTS[order["trade"]], order["number"], "parts")
        lines = [{"code": labour, "quantity": hours}, {"code": material, "quantity": pieces}]
        if not order["agreed_at"]:
            order = self.step(me, order, "quote", lines=lines)
            order = self.step(me, order, "agree", by=order["caller"].get("name") or "住户", how="in_person")
        self.did["quoted"] += 1
        return order, {"labour": lines[:1], "materials": lines[1:]}


def charged(order: dict) -> bool:
    """About every second repair in a unit needs paid parts; reworks and public repairs never cost the customer."""
    paid_kind = order["ticket_kind"] == "repair_unit" and order["kind"] != "rework"
    return paid_kind and order.get("trade") in PARTS and not one_in(2, order["number"], "free")
