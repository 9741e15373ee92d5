"""Title and lease registers, agreements, vehicles, keys and entrusted things."""

revision, down_revision, branch_labels, depends_on = "0016", "0015", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
