"""Which events of the other services end a step, and the number by which each is known."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from shared.contracts import Contract
from shared.contracts.billing import BillPaid, PaymentReceived
from shared.contracts.dispatch import WorkOrderCompleted, WorkOrderVerified


@dataclass(frozen=True)
class Heard:
    """`reference` is the fact that people know it by; `holds` whether this event says that all went well."""

    contract: Contract
    reference: str
    holds: Callable[[dict], bool] = lambda data: True
    amount: str | None = None

    def amount_of(self, data: dict) -> Decimal | None:
        return Decimal(data[self.amount]) if self.amount and data.get(self.amount) is not None else None


HEARD: dict[str, Heard] = {
    heard.contract.name: heard
    for heard in (
        Heard(BillPaid, "number", amount="amount"),
        Heard(PaymentReceived, "receipt_number", amount="amount"),
        Heard(WorkOrderCompleted, "number"),
        Heard(WorkOrderVerified, "number", holds=lambda data: data.get("passed") in (True, "True")),
    )
}


def told_by(name: str, data: dict) -> dict:
    """What the step keeps of the event as its proof."""
    heard = HEARD[name]
    amount = heard.amount_of(data)
    said = {"event": name, "reference": str(data[heard.reference])}
    return said | ({"amount": f"{amount:.2f}"} if amount is not None else {})
