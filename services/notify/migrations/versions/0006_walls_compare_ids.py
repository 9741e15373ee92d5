"""The walls compare ids as ids, so that PostgreSQL finds its way by the indexes (decision 0032)."""

from alembic import op

from shared.storage.security import protect_anew

revision, down_revision, branch_labels, depends_on = "0006", "0005", None, None


def upgrade() -> None:
    protect_anew(op)


def downgrade() -> None:
    """The former rule said the same in a slower way."""
