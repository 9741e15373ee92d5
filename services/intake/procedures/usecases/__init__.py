"""What can be done with procedures, one file per use case."""

from .abandon_procedure import abandon_procedure
from .complete_step import complete_step
from .count_line import add_line, count_line
from .expect_event import expect_event, hear_event, hear_undone, look_again
from .fail_step import fail_step
from .look_around import record_check
from .move_finding import (
    accept_finding,
    escalate_finding,
    extend_finding,
    rectify_finding,
    refuse_finding,
    reject_finding,
    withdraw_finding,
)
from .notice_overdue import notice_overdue
from .open_procedure import open_many, open_procedure
from .publish_edition import publish_edition
from .reopen_step import reopen_step
from .see_to_cause import carry_out_action, confirm_action, plan_action, reject_action
from .skip_step import skip_step
from .write_finding import write_finding

__all__ = [
    "abandon_procedure",
    "accept_finding",
    "add_line",
    "carry_out_action",
    "complete_step",
    "confirm_action",
    "count_line",
    "escalate_finding",
    "expect_event",
    "extend_finding",
    "fail_step",
    "hear_event",
    "hear_undone",
    "look_again",
    "notice_overdue",
    "open_many",
    "open_procedure",
    "plan_action",
    "publish_edition",
    "record_check",
    "rectify_finding",
    "refuse_finding",
    "reject_action",
    "reject_finding",
    "reopen_step",
    "skip_step",
    "withdraw_finding",
    "write_finding",
]
