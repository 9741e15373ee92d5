"""What is decided about bills: issue, reverse, dispute, uphold, and what a cancellation does to them (RB-5)."""

from .cancel_charges import cancel_order_charges, cancel_ticket_charges
from .dispute_bill import dispute_bill, uphold_bill
from .issue_bill import issue_bill
from .issue_charge import issue_charge
from .reverse_bill import reverse_bill

__all__ = [
    "cancel_order_charges",
    "cancel_ticket_charges",
    "dispute_bill",
    "issue_bill",
    "issue_charge",
    "reverse_bill",
    "uphold_bill",
]
