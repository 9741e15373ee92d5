"""What is decided about payments: receive, reverse, and use what was prepaid (RB-6)."""

from .apply_prepayment import apply_prepayment
from .receive_payment import receive_payment
from .reverse_payment import reverse_payment

__all__ = ["apply_prepayment", "receive_payment", "reverse_payment"]
