"""What a unit owes, has paid and has prepaid, kept in whole fen by the simplest means: the second opinion on money."""

from dataclasses import dataclass, field

OPEN = ("issued", "part_paid")


@dataclass
class Owed:
    id: str
    amount: int
    version: int
    paid: int = 0
    state: str = "issued"
    ticket: object = None

    def settle_state(self) -> str:
        return "paid" if self.paid == self.amount else "part_paid" if self.paid else "issued"


@dataclass
class Paid:
    id: str
    amount: int
    version: int
    parts: dict[str, int] = field(default_factory=dict)
    prepaid: int = 0
    state: str = "allocated"


@dataclass
class Purse:
    """One unit. Bills and payments are kept oldest first, which is how money is spread (RB-6)."""

    unit: str
    bills: list[Owed] = field(default_factory=list)
    payments: list[Paid] = field(default_factory=list)

    def bill(self, bill_id: str) -> Owed:
        return next(bill for bill in self.bills if bill.id == bill_id)

    def spread(self, amount: int, among: list[Owed]) -> tuple[dict[str, int], int]:
        parts = {}
        for bill in among:
            part = min(amount, bill.amount - bill.paid)
            if part:
                parts[bill.id] = part
                amount -= part
        return parts, amount

    def take(self, parts: dict[str, int]) -> list[str]:
        """Money for these bills; returns which are paid up by it."""
        for bill_id, part in parts.items():
            bill = self.bill(bill_id)
            bill.paid, bill.version = bill.paid + part, bill.version + 1
            bill.state = bill.settle_state()
        return [bill_id for bill_id in parts if self.bill(bill_id).state == "paid"]

    def pay(self, amount: int, named: list[Owed]) -> tuple[Paid, list[str]]:
        parts, left = self.spread(amount, [b for b in self.bills if b in named] if named else self.open_bills())
        payment = Paid("", amount, 1, parts, left)
        self.payments.append(payment)
        return payment, self.take(parts)

    def undo(self, payment: Paid) -> None:
        for bill_id, part in payment.parts.items():
            bill = self.bill(bill_id)
            bill.paid, bill.version = bill.paid - part, bill.version + 1
            bill.state = bill.state if bill.state == "disputed" else bill.settle_state()
        payment.parts, payment.prepaid, payment.state = {}, 0, "reversed"

    def apply(self) -> tuple[int, list[str]]:
        """What was prepaid pays what is owed, the oldest of both first."""
        applied, settled, meant = 0, [], self.open_bills()
        for payment in [one for one in self.payments if one.prepaid]:
            parts, left = self.spread(payment.prepaid, meant)
            settled += self.take(parts)
            applied += payment.prepaid - left
            payment.version += bool(parts)
            payment.prepaid = left
            for bill_id, part in parts.items():
                payment.parts[bill_id] = payment.parts.get(bill_id, 0) + part
        return applied, settled

    def open_bills(self) -> list[Owed]:
        return [bill for bill in self.bills if bill.state in OPEN]

    def owed(self) -> int:
        return sum(bill.amount - bill.paid for bill in self.open_bills())

    def prepaid(self) -> int:
        return sum(payment.prepaid for payment in self.payments)

    def receipts(self) -> int:
        return sum(payment.amount for payment in self.payments if payment.state != "reversed")
