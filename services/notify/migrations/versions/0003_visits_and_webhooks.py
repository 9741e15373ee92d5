"""Return visits and webhooks.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.security import protect

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None

BY_SITE = ("return_visits", "visit_attempts", "webhook_deliveries", "webhook_attempts")
BY_OPERATOR = ("webhook_subscriptions",)


def upgrade() -> None:
    create_return_visits()
    create_visit_attempts()
    create_webhook_subscriptions()
    create_webhook_deliveries()
    create_webhook_attempts()
    for table in BY_SITE:
        protect(op, table)
    for table in BY_OPERATOR:
        protect(op, table, by_site=False)


def downgrade() -> None:
    for table in reversed(BY_SITE + BY_OPERATOR):
        op.drop_table(table)


def column(name: str, kind, *, empty: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=empty)


def create_return_visits() -> None:
    op.create_table(
        "return_visits",
        column("ticket_id", sa.Uuid),
        column("ticket_number", sa.String(32)),
        column("ticket_kind", sa.String(32)),
        column("work_order_id", sa.Uuid),
        column("work_order_number", sa.String(32)),
        column("follow_up", sa.String(32)),
        column("technician_name", sa.String(100), empty=True),
        column("technician_login", sa.String(100), empty=True),
        column("completed_at", UTC),
        column("next_at", UTC),
        column("due_at", UTC),
        column("state", sa.String(32)),
        column("attempts", sa.Integer),
        column("outcome", sa.String(32), empty=True),
        column("score", sa.Integer, empty=True),
        column("note", sa.Text, empty=True),
        column("reason", sa.String(500), empty=True),
        column("settled_at", UTC, empty=True),
        column("settled_by", sa.String(100), empty=True),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        column("version", sa.Integer),
        column("created_at", UTC),
        column("updated_at", UTC),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_visits")),
        sa.UniqueConstraint("work_order_id", name=op.f("uq_return_visits_work_order_id")),
    )
    op.create_index(op.f("ix_return_visits_operator_id"), "return_visits", ["operator_id"])
    op.create_index(op.f("ix_return_visits_site_id"), "return_visits", ["site_id"])
    op.create_index(op.f("ix_return_visits_site_id_state_due_at"), "return_visits", ["site_id", "state", "due_at"])
    op.create_index(op.f("ix_return_visits_ticket_id"), "return_visits", ["ticket_id"])


def create_visit_attempts() -> None:
    op.create_table(
        "visit_attempts",
        column("return_visit_id", sa.Uuid),
        column("number", sa.Integer),
        column("at", UTC),
        column("by_login", sa.String(100)),
        column("by_name", sa.String(100)),
        column("result", sa.String(16)),
        column("outcome", sa.String(32), empty=True),
        column("score", sa.Integer, empty=True),
        column("note", sa.Text, empty=True),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_attempts")),
        sa.UniqueConstraint("return_visit_id", "number", name=op.f("uq_visit_attempts_return_visit_id_number")),
    )
    op.create_index(op.f("ix_visit_attempts_operator_id"), "visit_attempts", ["operator_id"])
    op.create_index(op.f("ix_visit_attempts_site_id"), "visit_attempts", ["site_id"])


def create_webhook_subscriptions() -> None:
    op.create_table(
        "webhook_subscriptions",
        column("url", sa.String(2000)),
        column("secret", sa.String(120)),
        column("events", sa.JSON),
        column("site_ids", sa.JSON, empty=True),
        column("state", sa.String(32)),
        column("reason", sa.String(500), empty=True),
        column("failures", sa.Integer),
        column("paused_until", UTC, empty=True),
        column("id", sa.Uuid),
        column("operator_id", sa.Uuid),
        column("version", sa.Integer),
        column("created_at", UTC),
        column("updated_at", UTC),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_subscriptions")),
    )
    op.create_index(op.f("ix_webhook_subscriptions_operator_id"), "webhook_subscriptions", ["operator_id"])


def create_webhook_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        column("integration_id", sa.Uuid),
        column("ticket_id", sa.Uuid),
        column("number", sa.String(32)),
        column("sequence", sa.Integer),
        column("body", sa.Text),
        column("state", sa.String(32)),
        column("tries", sa.Integer),
        column("first_at", UTC, empty=True),
        column("next_at", UTC),
        column("leased_until", UTC, empty=True),
        column("delivered_at", UTC, empty=True),
        column("status", sa.Integer, empty=True),
        column("answer", sa.String(500), empty=True),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        column("version", sa.Integer),
        column("created_at", UTC),
        column("updated_at", UTC),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("ticket_id", "sequence", name=op.f("uq_webhook_deliveries_ticket_id_sequence")),
    )
    op.create_index(op.f("ix_webhook_deliveries_integration_id_state_next_at"), "webhook_deliveries", ["integration_id", "state", "next_at"])
    op.create_index(op.f("ix_webhook_deliveries_operator_id"), "webhook_deliveries", ["operator_id"])
    op.create_index(op.f("ix_webhook_deliveries_site_id"), "webhook_deliveries", ["site_id"])


def create_webhook_attempts() -> None:
    op.create_table(
        "webhook_attempts",
        column("delivery_id", sa.Uuid),
        column("number", sa.Integer),
        column("at", UTC),
        column("result", sa.String(16)),
        column("status", sa.Integer, empty=True),
        column("answer", sa.String(500), empty=True),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_attempts")),
    )
    op.create_index(op.f("ix_webhook_attempts_delivery_id"), "webhook_attempts", ["delivery_id"])
    op.create_index(op.f("ix_webhook_attempts_operator_id"), "webhook_attempts", ["operator_id"])
    op.create_index(op.f("ix_webhook_attempts_site_id"), "webhook_attempts", ["site_id"])
