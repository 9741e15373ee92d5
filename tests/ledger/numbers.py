"""Short numbers: none twice, none missing, none beyond the last that was given out (RB-6)."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from .standing import Standing
from .verdict import Finding

# service, table, column, without gap; tickets are numbered in blocks, of which a killed process keeps the rest
NUMBERED = (
    ("intake", "tickets", "number", False),
    ("dispatch", "work_orders", "number", True),
    ("billing", "bills", "number", True),
    ("billing", "payments", "receipt_number", True),
)


def numbers_are_sound(standing: Standing) -> Iterator[Finding]:
    for service, table, column, gapless in NUMBERED:
        given: dict[tuple, list[int]] = defaultdict(list)
        for row in standing.rows(service, table):
            kind, year, number = getattr(row, column).split("-")
            given[row.operator_id, row.site_id, kind, int(year)].append(int(number))
        for scope, numbers in given.items():
            last = standing.by(service, "numbers", "operator_id", "site_id", "kind", "year").get(scope)
            yield from sound(f"{scope[2]}-{scope[3]} of {scope[1]}", numbers, last[0].last if last else 0, gapless)


def sound(about: str, numbers: list[int], last: int, gapless: bool) -> Iterator[Finding]:
    for number, times in Counter(numbers).items():
        if times > 1:
            yield Finding("doubled", "number", about, f"{number} was given out {times} times")
    missing = sorted(set(range(1, last + 1)) - set(numbers)) if gapless else []
    if missing:
        yield Finding("lost", "number", about, f"{missing[:10]} of {last} stand nowhere")
    if max(numbers) > last:
        yield Finding("mismatched", "number", about, f"{max(numbers)} stands, {last} was the last given out")
