"""No pass while the unit's account is unsettled, for what the site says: moving out, unless told otherwise (RD-15)."""

from services.intake.chronicle.queries import unpaid_bills
from shared.errors import Conflict


def refuse_unsettled(session, unit, purpose, rules: dict) -> None:
    """Asked when the pass is written and again when it is issued: a bill may have come between."""
    if purpose not in rules["settled_for"]:
        return
    owed = unpaid_bills(session, unit.id)
    if owed and owed.bills:
        raise Conflict(
            f"{owed.amount} is owed on {owed.bills} bill(s) of {unit.code}: no pass before the account is settled.",
            amount=f"{owed.amount:.2f}",
            bills=owed.bills,
            allowed=[],
        )
