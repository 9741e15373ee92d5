"""Procedures by steps: move-in, renovation, take-over."""

revision, down_revision, branch_labels, depends_on = "0012", "0011", None, None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
