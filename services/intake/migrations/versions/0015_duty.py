"""The duty log, shifts, handovers and day reports."""

revision, down_revision, branch_labels, depends_on = "0015", "0014", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
