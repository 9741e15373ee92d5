"""Incidents and the tickets attached to them; files that belong to a ticket."""

revision, down_revision, branch_labels, depends_on = "0007", "0006", None, None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
