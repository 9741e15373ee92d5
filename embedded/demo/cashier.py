"""The cashier: takes money for issued bills, in one or two parts, and never twice however often the till repeats."""

import uuid
from decimal import Decimal

from .choices import one_in, pick
from .opening import Operator
from .turns import Player

BILLS = "/billing/api/v1/bills"
PAYMENTS = "/billing/api/v1/payments"
METHODS = ("cash", "wallet", "transfer", "card")


class Cashier(Player):
    """Pays every bill; one in eight in two parts, and one in six requests is sent twice with the same key (RB-6)."""

    name = "cashier"

    def __init__(self, operator: Operator):
        super().__init__(hands=3)
        self.door = operator.with_role("cashier")

    def find(self):
        return [bill for state in ("issued", "part_paid") for bill in self.door.items(BILLS, state=state)]

    def act(self, bill):
        open_amount = Decimal(bill["amount"]) - Decimal(bill.get("paid") or "0")
        half = (open_amount / 2).quantize(Decimal("0.01"))
        if bill["state"] == "issued" and one_in(8, bill["number"], "parts") and half > 0:
            self.pay(bill, half)
            open_amount -= half
        self.pay(bill, open_amount)

    def pay(self, bill: dict, amount: Decimal):
        body = {
            "site_id": bill["site_id"],
            "bill_ids": [bill["id"]],
            "amount": str(amount),
            "method": pick(METHODS, bill["number"], "method"),
            "payer": "住户",
        }
        key = {"Idempotency-Key": f'"{uuid.uuid4()}"'}
        receipt = self.door.post(PAYMENTS, body, headers=key)["receipt_number"]
        self.did["receipts"] += 1
        if one_in(6, receipt, "twice"):
            again = self.door.post(PAYMENTS, body, headers=key)["receipt_number"]
            self.did["repeated payments"] += 1
            if again != receipt:
                self.troubles.append(f"The same payment got two receipts: {receipt} and {again}.")
