"""What dispatch remembers about work: orders, their lines, assignments and register, and the tickets behind them."""

from .lifecycle import FINISHED, LIFECYCLE, ON_THE_WAY, OrderKind, OrderState
from .lines import LineStage, OrderLine
from .order import WorkOrder
from .register import Assignment, Step
from .tickets import KnownTicket

__all__ = ["Assignment", "FINISHED", "KnownTicket", "LIFECYCLE", "LineStage", "ON_THE_WAY", "OrderKind", "OrderLine"]
__all__ += ["OrderState", "Step", "WorkOrder"]
