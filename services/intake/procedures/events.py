"""Which events of the other services end a step, and the number by which each is known."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from shared.contracts import Contract
from shared.contracts.billing import BillPaid, BillReversed, PaymentReceived, PaymentReversed
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


UNDONE = (BillReversed, PaymentReversed)


def undone_by(data: dict) -> list[str]:
    """The numbers under which a bill or a payment that was taken back may have been named."""
    own = [data.get("receipt_number") or data.get("number")]
    return [one for one in (*own, *(part["bill_number"] for part in data.get("allocations") or ())) if one]


def told_by(name: str, data: dict, at, unit_id) -> dict:
    """What the step keeps of the event as its proof."""
    heard = HEARD[name]
    amount = heard.amount_of(data)
    said = {"event": name, "reference": str(data[heard.reference]), "at": at.isoformat()}
    said |= {"unit_id": str(unit_id)} if unit_id else {}
    return said | ({"amount": f"{amount:.2f}"} if amount is not None else {})
