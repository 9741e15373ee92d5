"""Work: orders with their lines, assignments and register, and what is known of their tickets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from shared.storage.columns import UTC, Fen
from shared.storage.security import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "known_tickets",
    "work_orders",
    "work_order_lines",
    "work_order_steps",
    "assignments",
)


def upgrade() -> None:
    known_tickets()
    work_orders()
    work_order_lines()
    work_order_steps()
    assignments()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


def table(name: str, *parts, by_site: bool = True) -> None:
    """A table of things with an id, within the walls of their operator and, mostly, their site."""
    scope = [Column("operator_id", sa.Uuid(), nullable=False)]
    if by_site:
        scope.append(Column("site_id", sa.Uuid(), nullable=False))
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, Column("id", sa.Uuid(), nullable=False), *scope, *parts, key)
    for column in scope:
        op.create_index(op.f(f"ix_{name}_{column.name}"), name, [column.name])
    protect(op, name, by_site=by_site)


def known_tickets() -> None:
    table(
        "known_tickets",
        Column("number", sa.String(32), nullable=False),
        Column("ended_version", sa.Integer(), nullable=False),
        Column("ended_by", sa.String(32)),
        Column("reopened_version", sa.Integer(), nullable=False),
    )


def work_orders() -> None:
    table(
        "work_orders",
        Column("number", sa.String(32), nullable=False),
        Column("kind", sa.String(32), nullable=False),
        Column("state", sa.String(32), nullable=False),
        Column("told", sa.Integer(), nullable=False),
        Column("cause_id", sa.Uuid(), nullable=False),
        Column("rework_of", sa.Uuid()),
        Column("ticket_id", sa.Uuid(), nullable=False),
        Column("ticket_number", sa.String(32), nullable=False),
        Column("ticket_version", sa.Integer(), nullable=False),
        Column("ticket_kind", sa.String(32), nullable=False),
        Column("category", sa.String(64)),
        Column("category_name", sa.JSON()),
        Column("trade", sa.String(32), nullable=False),
        Column("follow_up", sa.String(32)),
        Column("priority", sa.String(16), nullable=False),
        Column("place", sa.JSON(), nullable=False),
        Column("caller", sa.JSON(), nullable=False),
        Column("description", sa.Text(), nullable=False),
        Column("opened_at", UTC(), nullable=False),
        Column("technician_id", sa.Uuid()),
        Column("technician", sa.JSON()),
        Column("reason", sa.String(500)),
        Column("next_at", UTC()),
        Column("quoted_amount", Fen()),
        Column("agreed_by", sa.String(100)),
        Column("agreed_how", sa.String(32)),
        Column("agreed_at", UTC()),
        Column("amount", Fen(), nullable=False),
        Column("note", sa.Text()),
        Column("photos", sa.JSON(), nullable=False),
        Column("signature", sa.Text()),
        Column("completed_at", UTC()),
        Column("bill_number", sa.String(32)),
        Column("bill_paid_at", UTC()),
        Column("unreachable_at", UTC()),
        Column("version", sa.Integer(), nullable=False),
        Column("created_at", UTC(), nullable=False),
        Column("updated_at", UTC(), nullable=False),
        sa.ForeignKeyConstraint(["rework_of"], ["work_orders.id"], name=op.f("fk_work_orders_rework_of")),
        sa.UniqueConstraint("operator_id", "site_id", "number", name=op.f("uq_work_orders_operator_id_site_id_number")),
        sa.UniqueConstraint("operator_id", "ticket_id", "cause_id", name=op.f("uq_work_orders_operator_id_ticket_id_cause_id")),
    )
    op.create_index("ix_work_orders_load", "work_orders", ["technician_id", "state"])
    op.create_index("ix_work_orders_page", "work_orders", ["site_id", "created_at", "id"])
    op.create_index(op.f("ix_work_orders_state"), "work_orders", ["state"])
    op.create_index(op.f("ix_work_orders_ticket_id"), "work_orders", ["ticket_id"])


def work_order_lines() -> None:
    table(
        "work_order_lines",
        Column("order_id", sa.Uuid(), nullable=False),
        Column("stage", sa.String(32), nullable=False),
        Column("position", sa.Integer(), nullable=False),
        Column("code", sa.String(64), nullable=False),
        Column("name", sa.JSON(), nullable=False),
        Column("kind", sa.String(20), nullable=False),
        Column("unit", sa.String(20), nullable=False),
        Column("quantity", sa.BigInteger(), nullable=False),
        Column("price", Fen(), nullable=False),
        Column("amount", Fen(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["work_orders.id"], name=op.f("fk_work_order_lines_order_id"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_work_order_lines_order_id"), "work_order_lines", ["order_id"])


def work_order_steps() -> None:
    table(
        "work_order_steps",
        Column("order_id", sa.Uuid(), nullable=False),
        Column("action", sa.String(32), nullable=False),
        Column("from_state", sa.String(32)),
        Column("to_state", sa.String(32), nullable=False),
        Column("reason", sa.String(500)),
        Column("next_at", UTC()),
        Column("by_name", sa.String(100), nullable=False),
        Column("by_subject", sa.String(100), nullable=False),
        Column("at", UTC(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["work_orders.id"], name=op.f("fk_work_order_steps_order_id"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_work_order_steps_order_id"), "work_order_steps", ["order_id"])


def assignments() -> None:
    table(
        "assignments",
        Column("order_id", sa.Uuid(), nullable=False),
        Column("staff_id", sa.Uuid(), nullable=False),
        Column("staff_code", sa.String(64), nullable=False),
        Column("staff_name", sa.String(100), nullable=False),
        Column("automatic", sa.Boolean(), nullable=False),
        Column("reasons", sa.JSON(), nullable=False),
        Column("by_name", sa.String(100), nullable=False),
        Column("at", UTC(), nullable=False),
        Column("ended_at", UTC()),
        Column("ended_by", sa.String(32)),
        sa.ForeignKeyConstraint(["order_id"], ["work_orders.id"], name=op.f("fk_assignments_order_id"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_assignments_order_id"), "assignments", ["order_id"])
    op.create_index(op.f("ix_assignments_staff_id"), "assignments", ["staff_id"])
