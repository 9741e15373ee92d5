"""Visitors, parcels, passes, slips, receptions and bookings."""

revision, down_revision, branch_labels, depends_on = "0017", "0016", None, None


def upgrade() -> None:
    """Filled by the room that needs it."""


def downgrade() -> None:
    """Undoes what upgrade did."""
