"""Calls as telephones tell them, and requests as Open311 asks them."""

revision, down_revision, branch_labels, depends_on = "0013", "0012", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
