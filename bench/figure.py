"""One measured figure: ours, the reference of the same run, their ratio and the goal."""

import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """`ours` and `reference` are medians in `unit`; `goal` is a ratio, reached from above or, with `at_most`, below."""

    id: str
    what: str
    ours: float
    reference: float
    unit: str
    goal: float
    at_most: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.reference if self.reference else 0.0

    @property
    def reached(self) -> bool:
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal

    def as_dict(self) -> dict:
        return {**asdict(self), "ratio": round(self.ratio, 2), "reached": self.reached}

    def line(self) -> str:
        sign = "≤" if self.at_most else "≥"
        return (
            f"{self.id:<5} {self.what:<58} {self.ours:>10.1f} {self.reference:>10.1f} {self.unit:<8}"
            f" {self.ratio:>6.2f} × {sign} {self.goal:<4} {'reached' if self.reached else 'not yet'}"
        )


def interleaved(ours: Callable[[], float], reference: Callable[[], float], rounds: int = 3) -> tuple[float, float]:
    """Measure A B A B … and return both medians: the machine is shared, only what ran side by side compares."""
    pairs = [(ours(), reference()) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
