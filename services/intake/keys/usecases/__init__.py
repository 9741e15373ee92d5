"""What can be done at the cabinet, one file per matter."""

from .chase_loans import chase_loans
from .count_items import count_items, draw_count, sign_count, withdraw_count
from .keep_item import (
    amend_item,
    destroy_item,
    find_again,
    give_out,
    register_item,
    report_lost,
    return_item,
    take_back,
)
from .keep_thing import give_back, pass_on, take_thing
from .lend_item import extend_loan, lend_item

__all__ = [
    "amend_item",
    "chase_loans",
    "count_items",
    "destroy_item",
    "draw_count",
    "extend_loan",
    "find_again",
    "give_back",
    "give_out",
    "lend_item",
    "pass_on",
    "register_item",
    "report_lost",
    "return_item",
    "sign_count",
    "take_back",
    "take_thing",
    "withdraw_count",
]
