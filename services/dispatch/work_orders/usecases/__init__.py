"""What can be done with work orders, one file per use case."""

from .agree_quote import agree_quote
from .complete_order import complete_order
from .create_orders import create_orders
from .end_orders import end_orders
from .hold_order import cancel_order, escalate_order, recall_order, resume_order, return_order, suspend_order
from .note_facts import note_bill_paid, note_unreachable
from .quote_order import quote_order
from .redo_order import redo_after_visit, redo_reopened
from .start_order import accept_order, arrive_order
from .verify_order import verify_order

__all__ = ["accept_order", "agree_quote", "arrive_order", "cancel_order", "complete_order", "create_orders"]
__all__ += ["end_orders", "escalate_order", "note_bill_paid", "note_unreachable", "quote_order", "redo_after_visit"]
__all__ += ["recall_order", "redo_reopened", "resume_order", "return_order", "suspend_order", "verify_order"]
