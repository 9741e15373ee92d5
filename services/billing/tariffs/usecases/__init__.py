"""What is decided about tariffs: publishing prices and fee standards (RB-1)."""

from .import_fee_items import import_fee_items
from .import_price_list import import_price_list

__all__ = ["import_fee_items", "import_price_list"]
