"""What the four services say stands in their databases, and what callers and receivers outside noted down."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Difference:
    """Two places that should agree and do not."""

    rule: str
    about: str
    reason: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.about}: {self.reason}"


@dataclass
class Facts:
    """One reading of GET /reconciliation of every service.

    `accepted` (external id → ticket id) and `heard` (ticket id → sequence numbers as they arrived) come from outside
    and stay None where nobody outside kept a ledger.
    """

    tickets: list[dict] = field(default_factory=list)
    orders: list[dict] = field(default_factory=list)
    bills: list[dict] = field(default_factory=list)
    told: list[dict] = field(default_factory=list)
    trial_balance: dict = field(default_factory=dict)
    receipt_gaps: list = field(default_factory=list)
    plumbing: dict[str, dict] = field(default_factory=dict)
    accepted: dict[str, str] | None = None
    heard: dict[str, list[int]] | None = None
