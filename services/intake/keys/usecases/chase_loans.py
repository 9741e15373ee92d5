"""What should be back and is not: chased the same day, listed for the shift, told to the supervisor (RF-4)."""

from services.intake.keys.queries import not_back
from services.intake.keys.site_rules import rules_of
from shared.contracts.intake_registers import KeysNotBack


def chase_loans(work, site) -> int:
    """Each loan once per time it was due; how many were new."""
    late = [(loan, item) for loan, item in not_back(work.session, site.id, work.now) if loan.chased_at is None]
    for loan, _ in late:
        loan.chased_at = work.now
    if late and rules_of(site)["chase_message"]:
        work.announce(
            KeysNotBack,
            about=late[0][0].id,
            site_id=site.id,
            items=[_part(loan, item) for loan, item in late],
            at=work.now,
        )
    return len(late)


def _part(loan, item) -> dict:
    said = {"number": item.number, "name": item.name, "borrower": loan.borrower_name}
    return {"loan_id": loan.id, **said, "due_at": loan.due_at}
