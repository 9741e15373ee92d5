"""What makes any record be found within a minute (RD-13)."""

revision, down_revision, branch_labels, depends_on = "0012", "0011", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
