"""The audit trail: who did what to what, chained, and never rewritten."""

from alembic import op

from shared.storage.tables import create_audit, drop_audit

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_audit(op)


def downgrade() -> None:
    drop_audit(op)
