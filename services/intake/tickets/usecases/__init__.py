"""What can be done with a ticket, one file per use case."""

from .add_call import add_call
from .amend_ticket import amend_ticket
from .answer_ticket import answer_ticket
from .cancel_ticket import cancel_ticket, decline_ticket
from .classify_ticket import classify_ticket
from .close_ticket import close_ticket, close_with_incident, waive_ticket
from .hand_over_owner import hand_over_owner
from .merge_ticket import merge_ticket
from .open_ticket import open_ticket
from .reopen_ticket import reopen_ticket
from .report_decline import take_report
from .take_ticket import take_ticket
from .wait_ticket import resume_ticket, wait_ticket

__all__ = [
    "add_call",
    "amend_ticket",
    "answer_ticket",
    "cancel_ticket",
    "classify_ticket",
    "close_ticket",
    "close_with_incident",
    "decline_ticket",
    "hand_over_owner",
    "merge_ticket",
    "open_ticket",
    "reopen_ticket",
    "resume_ticket",
    "take_report",
    "take_ticket",
    "wait_ticket",
    "waive_ticket",
]
