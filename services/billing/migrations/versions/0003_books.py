"""Money and the books: payments, their allocations, and a journal that only grows (RB-5, RB-6)."""

import sqlalchemy as sa
from alembic import op

from services.billing.migrations.guards import append_only, balanced, frozen
from shared.storage.columns import UTC, Fen
from shared.storage.security import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_entries",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
        sa.UniqueConstraint("kind", "cause_id", name=op.f("uq_journal_entries_kind_cause_id")),
    )
    op.create_index(op.f("ix_journal_entries_about_id"), "journal_entries", ["about_id"])
    op.create_index(op.f("ix_journal_entries_operator_id"), "journal_entries", ["operator_id"])
    op.create_index(op.f("ix_journal_entries_site_id"), "journal_entries", ["site_id"])
    op.create_index("ix_journal_entries_time", "journal_entries", ["at", "id"])
    op.create_table(
        "journal_postings",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("debit", Fen, nullable=False),
        sa.Column("credit", Fen, nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=True),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entries.id"], name=op.f("fk_journal_postings_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_postings")),
    )
    op.create_index(op.f("ix_journal_postings_account"), "journal_postings", ["account"])
    op.create_index(op.f("ix_journal_postings_bill_id"), "journal_postings", ["bill_id"])
    op.create_index(op.f("ix_journal_postings_entry_id"), "journal_postings", ["entry_id"])
    op.create_index(op.f("ix_journal_postings_operator_id"), "journal_postings", ["operator_id"])
    op.create_index(op.f("ix_journal_postings_site_id"), "journal_postings", ["site_id"])
    op.create_table(
        "payments",
        sa.Column("receipt_number", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("amount", Fen, nullable=False),
        sa.Column("prepaid", Fen, nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("payer", sa.String(length=100), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", UTC, nullable=False),
        sa.Column("received_by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("reversed_at", UTC, nullable=True),
        sa.Column("reversed_by", sa.String(length=100), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        sa.CheckConstraint(
            "prepaid >= 0 AND prepaid <= amount AND amount > 0", name=op.f("ck_payments_never_overspent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint(
            "operator_id", "site_id", "receipt_number", name=op.f("uq_payments_operator_id_site_id_receipt_number")
        ),
    )
    op.create_index(op.f("ix_payments_operator_id"), "payments", ["operator_id"])
    op.create_index(op.f("ix_payments_site_id"), "payments", ["site_id"])
    op.create_index("ix_payments_time", "payments", ["received_at", "id"])
    op.create_index(op.f("ix_payments_unit_id"), "payments", ["unit_id"])
    op.create_table(
        "allocations",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("bill_number", sa.String(length=32), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("amount", Fen, nullable=False),
        sa.Column("from_prepayment", sa.Boolean(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("undone_at", UTC, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_allocations_more_than_nothing")),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_allocations_bill_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_allocations_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
    )
    op.create_index(op.f("ix_allocations_bill_id"), "allocations", ["bill_id"])
    op.create_index(op.f("ix_allocations_operator_id"), "allocations", ["operator_id"])
    op.create_index(op.f("ix_allocations_payment_id"), "allocations", ["payment_id"])
    op.create_index(op.f("ix_allocations_site_id"), "allocations", ["site_id"])
    protect(op, "journal_entries")
    protect(op, "journal_postings")
    protect(op, "payments")
    protect(op, "allocations")
    for table in ("journal_entries", "journal_postings"):
        append_only(op, table)
    balanced(op)
    frozen(op, "payments", ("receipt_number", "amount", "method", "payer", "operator_id", "site_id", "received_at"))
    frozen(op, "allocations", ("payment_id", "bill_id", "amount", "operator_id", "site_id", "at"))


def downgrade() -> None:
    op.drop_table("allocations")
    op.drop_table("payments")
    op.drop_table("journal_postings")
    op.drop_table("journal_entries")
