"""What a line of paid work costs: quantity × price, rounded to the fen once per line (RW-4, RB-5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FREE = Decimal("0.00")
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Priced:
    """A line of labour or material with its price; `price` and `amount` in yuan with two places."""

    code: str
    name: dict
    kind: str
    unit: str
    quantity: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """Rounded half up to the fen, line by line, so that the printed lines add up to the printed total (RB-5)."""
        return (self.quantity * self.price).quantize(FEN, rounding=ROUND_HALF_UP)


def total(lines: Iterable) -> Decimal:
    """The sum of the lines' amounts in yuan."""
    return sum((line.amount for line in lines), FREE)


def beyond_agreement(done: Iterable, agreed: Iterable) -> dict[str, Decimal]:
    """What of the paid work the customer never agreed to: code → quantity too much (RW-4).

    Lines that cost nothing need nobody's agreement.
    """
    left: dict[str, Decimal] = defaultdict(Decimal)
    for line in agreed:
        left[line.code] += line.quantity
    for line in done:
        if line.amount > 0:
            left[line.code] -= line.quantity
    return {code: -rest for code, rest in left.items() if rest < 0}
