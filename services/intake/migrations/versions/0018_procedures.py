"""Long procedures: move-in, renovation, take-over."""

revision, down_revision, branch_labels, depends_on = "0018", "0017", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
