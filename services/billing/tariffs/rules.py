"""The arithmetic and the dates of tariffs: rounding, validity, and what a new publication may change (RB-1, RB-5)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
ALTERED = "What was published for {day} is never altered: end it by valid_to and publish anew from a later day."


def round_fen(amount: Decimal) -> Decimal:
    """The stated rounding rule (RB-5): to the fen, half up: 0.005 yuan becomes 0.01."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def charge(quantity: Decimal, rate: Decimal) -> Decimal:
    """quantity × rate in yuan, rounded by `round_fen` once, at the end (RB-1)."""
    return round_fen(quantity * rate)


def overlap(a: dict, b: dict) -> bool:
    """Whether two validities, from and to both included, share a day. No `valid_to` means for good."""
    return (b["valid_to"] is None or a["valid_from"] <= b["valid_to"]) and (
        a["valid_to"] is None or b["valid_from"] <= a["valid_to"]
    )


@dataclass
class Row:
    """One row of an import and what becomes of it. `number` counts from 1, `values` is empty when it cannot be read."""

    number: int
    code: str
    values: dict = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    status: str = "refused"

    def refuse(self, name: str, why: str) -> None:
        self.status = "refused"
        self.errors.setdefault(name, []).append(why)


class Timeline:
    """What is published per code, as facts with `valid_from` and `valid_to`; judges rows against it, one by one.

    `fixed` names the facts that may not change once their first day has come (RB-1).
    """

    def __init__(self, published: list[dict], *, fixed: tuple[str, ...], today: date):
        self._by_code: dict[str, dict[date, dict]] = {}
        self._fixed, self._today = fixed, today
        self._said: dict[tuple[str, date], int] = {}
        for facts in published:
            self._by_code.setdefault(facts["code"], {})[facts["valid_from"]] = facts

    def judge_all(self, rows: list[Row]) -> None:
        """Earlier days first, so that one import may end a price and publish its successor."""
        readable = [row for row in rows if row.values]
        for row in sorted(readable, key=lambda row: (row.code, row.values["valid_from"], row.number)):
            self._judge(row)

    def _judge(self, row: Row) -> None:
        facts, others = row.values, self._by_code.setdefault(row.code, {})
        before = others.get(facts["valid_from"])
        if before == facts:
            row.status = "unchanged"
            return
        row.status = "created" if before is None else "updated"
        self._check_dates(row, others)
        if before is not None:
            self._check_fixed(row, before)
        if row.status != "refused":
            others[facts["valid_from"]] = facts
            self._said[row.code, facts["valid_from"]] = row.number

    def _check_dates(self, row: Row, others: dict[date, dict]) -> None:
        facts = row.values
        if facts["valid_to"] is not None and facts["valid_to"] < facts["valid_from"]:
            row.refuse("valid_to", "A day not before valid_from is expected.")
            return
        for day, other in others.items():
            if day != facts["valid_from"] and overlap(facts, other):
                until = other["valid_to"] or "for good"
                row.refuse("valid_from", f"Overlaps what is published from {day} until {until}.")

    def _check_fixed(self, row: Row, before: dict) -> None:
        said = self._said.get((row.code, row.values["valid_from"]))
        if said is not None:
            row.refuse("code", f"Row {said} already says something else for this code and day.")
            return
        if before["valid_from"] > self._today:
            return
        for name in self._fixed:
            if before[name] != row.values[name]:
                row.refuse(name, f"It is {before[name]}. " + ALTERED.format(day=before["valid_from"]))
