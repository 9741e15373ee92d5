"""What can be done about who does the work, one file per use case."""

from .assign_order import assign_order, grab_order, transfer_order
from .assign_orders import assign_again, assign_orders

__all__ = ["assign_again", "assign_order", "assign_orders", "grab_order", "transfer_order"]
