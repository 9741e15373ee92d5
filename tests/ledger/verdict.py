"""What the judge says, in Jepsen's words: lost, doubled, mismatched, unexpected, stuck, recovered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

BAD = ("lost", "doubled", "mismatched", "unexpected", "stuck")
SHOWN = 20


class Finding(NamedTuple):
    """`word` is one of Jepsen's; `rule` says which comparison found it."""

    word: str
    rule: str
    about: str
    reason: str

    def __str__(self) -> str:
        return f"{self.word} [{self.rule}] {self.about}: {self.reason}"


@dataclass
class Verdict:
    """`recovered` is no fault: nobody was told yes, and it was done all the same."""

    lost: list[Finding] = field(default_factory=list)
    doubled: list[Finding] = field(default_factory=list)
    mismatched: list[Finding] = field(default_factory=list)
    unexpected: list[Finding] = field(default_factory=list)
    stuck: list[Finding] = field(default_factory=list)
    recovered: list[Finding] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    def take(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            getattr(self, finding.word).append(finding)

    def is_clean(self) -> bool:
        return not any(getattr(self, word) for word in BAD)

    def bad(self) -> list[Finding]:
        return [finding for word in BAD for finding in getattr(self, word)]

    def totals(self) -> dict[str, int]:
        """How many of each word, and what was counted on the way."""
        return {word: len(getattr(self, word)) for word in (*BAD, "recovered")} | dict(self.counts)

    def __str__(self) -> str:
        said = " ".join(f"{name}={count}" for name, count in self.totals().items())
        return "\n".join([f"ledger: {said}", *(f"  {finding}" for finding in self.bad()[:SHOWN])])


def exactly_one(found: int, rule: str, about: str, what: str) -> Iterable[Finding]:
    """None is lost, two are doubled."""
    if found == 0:
        yield Finding("lost", rule, about, f"no {what}")
    elif found > 1:
        yield Finding("doubled", rule, about, f"{found} × {what}")
