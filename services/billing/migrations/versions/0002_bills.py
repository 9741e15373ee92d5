"""Bills and their lines: what was issued is never altered (RB-5)."""

import sqlalchemy as sa
from alembic import op

from services.billing.migrations.guards import append_only, drop_guards, frozen, prepare_guards
from shared.storage.columns import UTC, Fen
from shared.storage.security import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticket_cases",
        sa.Column("cancelled_reason", sa.String(length=500), nullable=True),
        sa.Column("cancelled_orders", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_cases")),
    )
    op.create_index(op.f("ix_ticket_cases_operator_id"), "ticket_cases", ["operator_id"])
    op.create_index(op.f("ix_ticket_cases_site_id"), "ticket_cases", ["site_id"])
    op.create_table(
        "bills",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("amount", Fen, nullable=False),
        sa.Column("paid", Fen, nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=500), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_number", sa.String(length=32), nullable=True),
        sa.Column("work_order_id", sa.Uuid(), nullable=True),
        sa.Column("work_order_number", sa.String(length=32), nullable=True),
        sa.Column("agreed_by", sa.String(length=100), nullable=True),
        sa.Column("completed_at", UTC, nullable=True),
        sa.Column("issued_at", UTC, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("reversed_at", UTC, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        sa.CheckConstraint("paid >= 0 AND paid <= amount", name=op.f("ck_bills_never_overpaid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bills")),
        sa.UniqueConstraint("operator_id", "site_id", "number", name=op.f("uq_bills_operator_id_site_id_number")),
        sa.UniqueConstraint("operator_id", "work_order_id", name=op.f("uq_bills_operator_id_work_order_id")),
    )
    op.create_index(op.f("ix_bills_operator_id"), "bills", ["operator_id"])
    op.create_index(op.f("ix_bills_site_id"), "bills", ["site_id"])
    op.create_index(op.f("ix_bills_ticket_id"), "bills", ["ticket_id"])
    op.create_index("ix_bills_time", "bills", ["issued_at", "id"])
    op.create_index("ix_bills_unit_state", "bills", ["unit_id", "state"])
    op.create_table(
        "bill_lines",
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("amount", Fen, nullable=False),
        sa.Column("standard_from", sa.Date(), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_bill_lines_bill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_lines")),
        sa.UniqueConstraint("bill_id", "position", name=op.f("uq_bill_lines_bill_id_position")),
    )
    op.create_index(op.f("ix_bill_lines_operator_id"), "bill_lines", ["operator_id"])
    op.create_index(op.f("ix_bill_lines_site_id"), "bill_lines", ["site_id"])
    protect(op, "ticket_cases")
    protect(op, "bills")
    protect(op, "bill_lines")
    prepare_guards(op)
    append_only(op, "bill_lines")
    frozen(
        op,
        "bills",
        ("number", "amount", "operator_id", "site_id", "unit_id", "ticket_id", "work_order_id", "issued_at"),
    )


def downgrade() -> None:
    op.drop_table("bill_lines")
    op.drop_table("bills")
    op.drop_table("ticket_cases")
    drop_guards(op)
