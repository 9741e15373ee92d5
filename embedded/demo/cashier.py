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
        self.told: list[tuple[str, str]] = []  # bill and receipt number: the till's own ledger

    def find(self):
        return [bill for state in ("issued", "part_paid") for bill in self.door.items(BILLS, state=state)]

    def act(self, bill):
        paid = Decimal(bill.get("paid") or "0")
        open_amount = Decimal(bill["amount"]) - paid
        half = (open_amount / 2).quantize(Decimal("0.01"))
        if bill["state"] == "issued" and one_in(8, bill["number"], "parts") and half > 0:
            self.pay(bill, paid, half)
            paid, open_amount = paid + half, open_amount - half
        self.pay(bill, paid, open_amount)

    def pay(self, bill: dict, paid: Decimal, amount: Decimal):
        """The key is the same for the same part of the same bill, also when no answer came and the till starts over."""
        body = {
            "site_id": bill["site_id"],
            "bill_ids": [bill["id"]],
            "amount": str(amount),
            "method": pick(METHODS, bill["number"], "method"),
            "payer": "业主本人",
        }
        key = {"Idempotency-Key": f'"{uuid.uuid5(uuid.UUID(bill["id"]), f"{paid}+{amount}")}"'}
        receipt = self.door.post(PAYMENTS, body, headers=key)["receipt_number"]
        self.did["receipts"] += 1
        self.told.append((bill["id"], receipt))
        if one_in(6, receipt, "twice"):
            again = self.door.post(PAYMENTS, body, headers=key)["receipt_number"]
            self.did["repeated payments"] += 1
            if again != receipt:
                self.troubles.append(f"The same payment got two receipts: {receipt} and {again}.")
