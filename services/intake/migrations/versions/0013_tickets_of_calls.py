"""What came of a telephone call."""

import sqlalchemy as sa
from alembic import op

from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0013", "0012", None, None


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    for name in ("tickets", "phone_calls"):
        sa.Table(name, metadata, sa.Column("id", sa.Uuid, primary_key=True))
    links = sa.Table(
        "phone_call_tickets",
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("operator_id", sa.Uuid, nullable=False, index=True),
        sa.Column("site_id", sa.Uuid, nullable=False, index=True),
        sa.Column("phone_call_id", sa.Uuid, sa.ForeignKey("phone_calls.id"), nullable=False),
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), nullable=False, index=True),
        sa.UniqueConstraint("phone_call_id", "ticket_id"),
    )
    metadata.create_all(op.get_bind(), tables=[links], checkfirst=False)
    protect(op, "phone_call_tickets")


def downgrade() -> None:
    op.drop_table("phone_call_tickets")
