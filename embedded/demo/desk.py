"""The desk and the supervisor: classify what no profile knew, inspect public repairs, decide where nobody fits."""

from embedded.door import Door

from .choices import one_in
from .opening import Operator
from .turns import Player

TICKETS = "/intake/api/v1/tickets"
ORDERS = "/dispatch/api/v1/work-orders"
WRITTEN_RULE = {"kind": "enquiry", "category": "enquiry.other"}


class Classifier(Player):
    """The desk's written rule for this day: what nobody can sort is asked back, as an enquiry."""

    name = "desk"

    def __init__(self, operator: Operator):
        super().__init__(hands=2)
        self.operator, self.door = operator, operator.with_role("supervisor")

    def find(self):
        return list(self.door.items(TICKETS, kind="unclassified", state="open"))

    def act(self, ticket):
        desk = self.operator.with_role("desk", ticket["site_id"])
        desk.act(TICKETS, ticket, "classify", **WRITTEN_RULE)
        self.did["classified"] += 1


class Inspector(Player):
    """Public repairs are inspected on the spot by the desk (RW-7); one in sixteen is not good enough at first."""

    name = "inspector"

    def __init__(self, operator: Operator):
        super().__init__(hands=2)
        self.operator, self.door = operator, operator.with_role("supervisor")

    def find(self):
        waiting = self.door.items(ORDERS, state="completed")
        return [order for order in waiting if order["ticket_kind"] == "repair_public"]

    def act(self, order):
        desk = self.operator.with_role("desk", order["site_id"])
        bad = order["kind"] != "rework" and one_in(16, order["ticket_number"], "inspection")
        answer = (
            {"result": "failed", "note": "现场复查未达标，需返工"}
            if bad
            else {"result": "passed", "note": "现场查看，已修好"}
        )
        desk.act(ORDERS, order, "verify", **answer)
        self.did["inspections failed" if bad else "inspections passed"] += 1


class Supervisor(Player):
    """Nobody eligible: the supervisor looks at the candidates and gives the order to the best who may do it (RW-2)."""

    name = "supervisor"

    def __init__(self, operator: Operator):
        super().__init__(hands=2)
        self.door: Door = operator.with_role("supervisor")

    def find(self):
        return list(self.door.items(ORDERS, state="escalated"))

    def act(self, order):
        candidates = self.door.get(f"{ORDERS}/{order['id']}/candidates")["items"]
        best = next((candidate for candidate in candidates if not candidate["barred"]), None)
        if best is not None:
            self.door.act(ORDERS, order, "assign", staff_id=best["staff_id"])
            self.did["assigned by hand"] += 1
