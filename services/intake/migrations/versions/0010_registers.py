"""Title and lease registers, agreements, vehicles; keys, cards, loans and entrusted things."""

revision, down_revision, branch_labels, depends_on = "0010", "0009", None, None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
