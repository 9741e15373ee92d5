"""What is searched for in one statement, and what a spreadsheet import keeps."""

revision, down_revision, branch_labels, depends_on = "0008", "0007", None, None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
