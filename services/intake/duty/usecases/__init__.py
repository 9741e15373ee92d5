"""What can be done on duty, one file per use case."""

from .acknowledge_item import acknowledge_item
from .begin_shift import begin_shift
from .count_entrusted import count_entrusted
from .draw_handover import draw_handover, refresh_handover, withdraw_handover
from .issue_digest import digest_due, issue_digest
from .issue_report import issue_report
from .sign_handover import sign_incoming, sign_outgoing
from .write_entry import correct_entry, write_entry

__all__ = [
    "acknowledge_item",
    "begin_shift",
    "correct_entry",
    "count_entrusted",
    "digest_due",
    "draw_handover",
    "issue_digest",
    "issue_report",
    "refresh_handover",
    "sign_incoming",
    "sign_outgoing",
    "withdraw_handover",
    "write_entry",
]
