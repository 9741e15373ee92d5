"""The desk: categories with dates, question guides, what a quick entry asks."""

revision, down_revision, branch_labels, depends_on = "0010", "0003", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
