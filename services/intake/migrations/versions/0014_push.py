"""Pushes: sandbox keys and daily reconciliation."""

revision, down_revision, branch_labels, depends_on = "0014", "0013", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
