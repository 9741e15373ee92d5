"""Incidents that join tickets, and what is attached to them."""

revision, down_revision, branch_labels, depends_on = "0011", "0010", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
