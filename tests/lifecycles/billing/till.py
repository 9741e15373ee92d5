"""Random people at the till: pay, pay ahead, use it, undo, contest, take back; after each step the books hold (C-4)."""

import random
from decimal import Decimal
from uuid import UUID, uuid4

from shared.contracts.intake import TicketCancelled
from shared.testing.people import SITE
from tests.lifecycles.billing.purse import Owed, Purse
from tests.lifecycles.book import BILL, PAYMENT
from tests.lifecycles.game import ANYBODY, STAFF, role_of
from tests.lifecycles.watching import Ear, differences, photograph

TAKERS, DECIDERS = ("cashier", "manager"), ("cashier", "supervisor", "manager")
PAYING, DECIDING = ("cashier", "manager"), ("cashier", "super", "manager")  # logins, to be chosen more often
HOLDERS = {"dispute": (*DECIDERS, "desk"), "uphold": DECIDERS, "reverse": DECIDERS}
REASON = {"reason": "登记错误"}


def yuan(fen: int) -> str:
    return f"{Decimal(fen) / 100:.2f}"


def fen(said: str) -> int:
    return int(Decimal(said) * 100)


class Till:
    """One unit at a time. `past` keeps what the units before left in the books."""

    turns = {"work_is_done": 4, "pay": 7, "pay_again_with_the_same_key": 1, "apply_prepayment": 2}
    turns |= {"undo_a_payment": 4, "decide_about_a_bill": 4, "the_ticket_is_cancelled": 1, "come_late": 1}

    def __init__(self, stage):
        self.stage, self.ear = stage, Ear(stage.store, "billing.")
        self.past, self.last_payment, self.count = {"receipts": 0, "owed": 0, "prepaid": 0, "disputed": 0}, None, 0
        self.new_unit()

    def new_unit(self) -> None:
        self.purse = Purse(self.stage.new_unit())

    def turn(self, dice: random.Random) -> None:
        self.count += 1
        for name in dice.choices(list(self.turns), list(self.turns.values()), k=20):
            if getattr(self, name)(dice) is not False:
                return

    def ask(self, who: str, path: str, body: dict, **options):
        return self.stage.client.as_(STAFF[who]).post(path, json=body, **options)

    def tells(self, *names: str) -> None:
        assert sorted(name for name, _ in self.ear.listen()) == sorted(f"billing.{name}" for name in names)

    def refuse(self, status: int | tuple, who, path, body, *, allowed: set | None = None, **options) -> None:
        """Told why, and not one row is different; after thousands of steps, mostly that there is none more or less."""
        look = {"only_count": self.stage.is_long and self.count % 20 > 0}
        before = photograph(self.stage.store, **look)
        answer = self.ask(who, path, body, **options)
        assert answer.status_code in ((status,) if isinstance(status, int) else status), (path, who, answer.json)
        assert differences(before, photograph(self.stage.store, **look)) == {}
        assert allowed is None or answer.status_code != 409 or set(answer.json["allowed"]) == allowed, answer.json

    def work_is_done(self, dice) -> None:
        amount = dice.choice([4850, 4851, 5000, dice.randint(4850, 30_000)])
        issued = self.stage.bill(amount=yuan(amount), unit_id=self.purse.unit)
        bill = Owed(issued["id"], amount, issued["version"], ticket=issued["ticket_id"])
        self.purse.bills.append(bill)
        self.tells("bill.issued")

    def pay(self, dice):
        """The oldest bills of the unit, or some that are named; what is too much is kept for the unit (RB-6)."""
        who, named = dice.choice([*ANYBODY, *PAYING * 4]), dice.sample(self.purse.bills, min(len(self.purse.bills), 2))
        named = named if named and dice.random() < 0.5 else []
        open_amount = sum(bill.amount - bill.paid for bill in named) or self.purse.owed()
        amount = dice.choice([1, open_amount, dice.randint(1, 20_000)]) or 1
        body = {"site_id": str(SITE), "amount": yuan(amount), "method": "cash", "payer": "李敏"}
        body |= {"bill_ids": [bill.id for bill in named], "unit_id": self.purse.unit}
        key = {"headers": {"Idempotency-Key": str(uuid4())}}
        if role_of(who) not in TAKERS:
            return self.refuse(403, who, "/payments", body, **key)
        if any(bill.state not in ("issued", "part_paid") for bill in named):
            return self.refuse(409, who, "/payments", body, allowed=set(), **key)
        answer = self.ask(who, "/payments", body, **key)
        assert answer.status_code == 201, answer.json
        payment, settled = self.purse.pay(amount, named)
        payment.id, payment.version, self.last_payment = (
            answer.json["id"],
            answer.json["version"],
            (who, body, key, answer.json),
        )
        assert {part["bill_id"]: fen(part["amount"]) for part in answer.json["allocations"]} == payment.parts
        self.tells("payment.received", *["bill.paid"] * len(settled))

    def pay_again_with_the_same_key(self, _dice):
        """The first answer again, word for word; with another amount it is refused (P2, P4)."""
        if self.last_payment is None:
            return False
        who, body, key, first = self.last_payment
        assert self.ask(who, "/payments", body, **key).json == first
        self.refuse(422, who, "/payments", body | {"amount": "0.07"}, **key)
        self.tells()

    def apply_prepayment(self, dice):
        who = dice.choice([*ANYBODY, *PAYING * 3])
        path, body = f"/units/{self.purse.unit}/prepayment/apply", {"site_id": str(SITE)}
        if role_of(who) not in TAKERS:
            return self.refuse(403, who, path, body)
        if not self.purse.prepaid() or not self.purse.open_bills():
            return self.refuse(409, who, path, body, allowed=set())
        answer = self.ask(who, path, body)
        before = {bill.id: bill.version for bill in self.purse.bills}
        applied, settled = self.purse.apply()
        for bill in self.purse.bills:  # several payments may pay one bill in this one act: one new version, or more
            now = self.stage.read_bill(bill.id)["version"]
            assert (now > before[bill.id]) == (bill.version > before[bill.id]) and now <= bill.version
            bill.version = now
        assert (answer.status_code, fen(answer.json["applied"])) == (200, applied), answer.json
        self.tells(*["bill.paid"] * len(settled))

    def undo_a_payment(self, dice):
        if not self.purse.payments:
            return False
        payment, who = dice.choice(self.purse.payments), dice.choice([*ANYBODY, *DECIDING * 3])
        path, known = f"/payments/{payment.id}/reverse", {"version": payment.version}
        if role_of(who) not in DECIDERS:
            return self.refuse(403, who, path, REASON, **known)
        if PAYMENT.step(payment.state, "reverse") is None:
            return self.refuse(409, who, path, REASON, allowed=set(), **known)
        answer = self.ask(who, path, REASON, **known)
        assert answer.status_code == 200, answer.json
        self.purse.undo(payment)
        payment.version = answer.json["version"]
        self.tells("payment.reversed")

    def decide_about_a_bill(self, dice):
        if not self.purse.bills:
            return False
        bill, action, who = (
            dice.choice(self.purse.bills),
            dice.choice(list(HOLDERS)),
            dice.choice([*ANYBODY, *DECIDING]),
        )
        path, known, role = f"/bills/{bill.id}/{action}", {"version": bill.version}, role_of(who)
        if role not in HOLDERS[action]:
            return self.refuse(403, who, path, REASON, **known)
        if BILL.step(bill.state, action) is None or (action == "reverse" and bill.paid):
            possible = {name for name in HOLDERS if role in HOLDERS[name] and BILL.step(bill.state, name)}
            return self.refuse(
                409, who, path, REASON, allowed=possible - ({"reverse"} if bill.paid else set()), **known
            )
        answer = self.ask(who, path, REASON, **known)
        assert answer.status_code == 200, answer.json
        bill.state = bill.settle_state() if action == "uphold" else BILL.step(bill.state, action).to
        bill.version = answer.json["version"]
        assert answer.json["state"] == bill.state
        self.tells(*["bill.reversed"] * (action == "reverse"))

    def the_ticket_is_cancelled(self, dice):
        """Unpaid charges are taken back; what was paid is contested until somebody decides (RB-5)."""
        if not self.purse.bills:
            return False
        bill = dice.choice(self.purse.bills)
        facts = {"ticket_id": UUID(bill.ticket), "number": "T-2026-000007", "version": 9, "reason": "x"}
        self.stage.hear(TicketCancelled, about=bill.ticket, declined=False, **facts)
        before = bill.state
        if before not in ("reversed", "disputed") or (before == "disputed" and not bill.paid):
            bill.state = "disputed" if bill.paid else "reversed"
        bill.version = self.stage.read_bill(bill.id)["version"]
        self.tells(*["bill.reversed"] * (bill.state == "reversed" and before != "reversed"))

    def come_late(self, dice):
        if not self.purse.bills:
            return False
        bill = dice.choice(self.purse.bills)
        self.refuse(412, "cashier", f"/bills/{bill.id}/{dice.choice(list(HOLDERS))}", REASON, version=bill.version + 7)
