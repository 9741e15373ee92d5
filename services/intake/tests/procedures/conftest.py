"""Procedures on their way: opened for a unit, and carried as far as a test wants them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shared.contracts import billing

APPLICATION = {
    "fields": {
        "works": "厨房、卫生间翻新", "floor_area": "88.5", "begins": "2030-03-10", "ends": "2030-05-10",
        "contractor": "宏达装饰",
    },
    "papers": [
        {"code": "drawings", "reference": "图 1-6"},
        {"code": "licence", "reference": "D344012345"},
        {"code": "worker_documents", "reference": "复印件 3 份"},
    ],
    "signature": "陈静",
}  # fmt: skip
PROOFS = {
    "application": APPLICATION,
    "equipment_review": {"fields": {"structure_untouched": True, "waterproofing": True}},
    "manager_review": {"fields": {"deposit": "3000.00"}},
    "extinguishers": {"fields": {"extinguishers": 2}},
    "permit": {"fields": {"valid_until": "2030-05-10", "work_hours": "08:00–12:00, 14:00–18:00"}, "signature": "陈静"},
    "works_done": {"fields": {"ended": "2030-05-08"}},
    "final_inspection": {"note": "合格", "signature": "陈静"},
    "refund_request": {
        "fields": {
            "deposit_held": "3000.00", "deductions": "200.00", "refund": "2800.00", "deduction_reason": "电梯厅划痕",
        },
        "signature": "陈静",
    },
    "refund_paid": {
        "fields": {"refunded": "2800.00"}, "papers": [{"code": "voucher", "reference": "FK-0008"}], "signature": "陈静",
    },
}  # fmt: skip


class Running:
    """One procedure and its doors: each returns (status, body), and sends the version of the step just read."""

    def __init__(self, client, who, seen: dict):
        self.client, self.who, self.seen = client, who, seen

    def read(self) -> dict:
        self.seen = self.client.as_(self.who).get(f"/procedures/{self.seen['id']}").json
        return self.seen

    def step(self, code: str) -> dict:
        return next(one for one in self.read()["steps"] if one["code"] == code)

    def take(self, code: str, action: str = "complete", who=None, version=None, **body):
        step = self.step(code)
        answer = self.client.as_(who or self.who).post(
            f"/procedure-steps/{step['id']}/{action}", json=body, version=version or step["version"]
        )
        return answer.status_code, answer.json

    def done(self, *codes: str) -> "Running":
        """On the way to what a test is about, whatever the version is."""
        ids = {one["code"]: one["id"] for one in self.seen["steps"]}
        for code in codes:
            path, whatever = f"/procedure-steps/{ids[code]}/complete", {"If-Match": "*"}
            answer = self.client.as_(self.who).post(path, json=PROOFS.get(code, {}), headers=whatever)
            assert answer.status_code == 200, (code, answer.json)
        return self

    def post(self, door: str, who=None, **body):
        answer = self.client.as_(who or self.who).post(f"/procedures/{self.seen['id']}/{door}", json=body)
        return answer.status_code, answer.json

    @property
    def states(self) -> dict:
        return {one["code"]: one["state"] for one in self.read()["steps"]}

    def history(self) -> list:
        return self.client.as_(self.who).get(f"/procedures/{self.seen['id']}/history").json


@pytest.fixture
def begun(client, manager, place):
    """`begun(kind)` -> a procedure of the unit, or of the building for a take-over."""

    def begin(kind: str = "renovation", who=manager, **facts) -> Running:
        about = {"building_id": str(place.building.id)} if kind == "take_over" else {"unit_id": str(place.unit.id)}
        asked = {"kind": kind, "party_name": "陈静", "party_phone": "13800138000", **about, **facts}
        answer = client.as_(who).post("/procedures", json=asked)
        assert answer.status_code == 201, answer.json
        return Running(client, who, answer.json)

    return begin


@pytest.fixture
def paid(hear, place, now):
    """`paid(number, amount)`: billing tells that a bill of the unit is paid."""

    def tell(number: str, amount: str = "3000.00", **facts):
        about = uuid4()
        told = {"bill_id": about, "number": number, "version": 2, "state": "paid", "amount": amount, "paid": amount}
        at = now + timedelta(minutes=1)
        return hear(billing.BillPaid, about=about, **{**told, "unit_id": place.unit.id, "at": at, **facts})

    return tell


@pytest.fixture
def permitted(begun, paid):
    """A renovation with its permit: work may start."""

    def permit() -> Running:
        work = begun().done("application", "desk_check", "equipment_review", "manager_review")
        assert work.take("deposit", "expect", reference="B-2026-000009")[0] == 200
        paid("B-2026-000009")
        status, body = work.post("worker-passes", name="吴强", document="440301198001011234", trade="泥瓦工")
        assert status == 201, body
        return work.done("workers", "extinguishers", "permit")

    return permit
