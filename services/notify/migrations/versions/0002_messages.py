"""Texts, messages and their attempts.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.security import protect

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None

BY_SITE = ("messages", "message_attempts")
BY_OPERATOR = ("templates",)


def upgrade() -> None:
    create_templates()
    create_messages()
    create_message_attempts()
    for table in BY_SITE:
        protect(op, table)
    for table in BY_OPERATOR:
        protect(op, table, by_site=False)


def downgrade() -> None:
    for table in reversed(BY_SITE + BY_OPERATOR):
        op.drop_table(table)


def column(name: str, kind, *, empty: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=empty)


def create_templates() -> None:
    op.create_table(
        "templates",
        column("kind", sa.String(64)),
        column("channel", sa.String(20)),
        column("language", sa.String(10)),
        column("site", sa.String(36)),
        column("subject", sa.String(200)),
        column("body", sa.Text),
        column("by_name", sa.String(100)),
        column("id", sa.Uuid),
        column("operator_id", sa.Uuid),
        column("version", sa.Integer),
        column("created_at", UTC),
        column("updated_at", UTC),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
        sa.UniqueConstraint("operator_id", "kind", "channel", "language", "site", name=op.f("uq_templates_operator_id_kind_channel_language_site")),
    )
    op.create_index(op.f("ix_templates_operator_id"), "templates", ["operator_id"])


def create_messages() -> None:
    op.create_table(
        "messages",
        column("origin_id", sa.Uuid),
        column("kind", sa.String(64)),
        column("recipient", sa.String(100)),
        column("ticket_id", sa.Uuid, empty=True),
        column("person_id", sa.Uuid, empty=True),
        column("name", sa.String(100), empty=True),
        column("phone", sa.String(20), empty=True),
        column("email", sa.String(254), empty=True),
        column("language", sa.String(10)),
        column("urgent", sa.Boolean),
        column("words", sa.JSON),
        column("channels", sa.JSON),
        column("channel", sa.String(20), empty=True),
        column("state", sa.String(32)),
        column("reason", sa.String(500), empty=True),
        column("tries", sa.Integer),
        column("channel_tries", sa.Integer),
        column("granted", sa.Integer),
        column("next_at", UTC, empty=True),
        column("subject", sa.String(1000), empty=True),
        column("body", sa.Text, empty=True),
        column("delivered_at", UTC, empty=True),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        column("version", sa.Integer),
        column("created_at", UTC),
        column("updated_at", UTC),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("origin_id", "recipient", "kind", name=op.f("uq_messages_origin_id_recipient_kind")),
    )
    op.create_index(op.f("ix_messages_operator_id"), "messages", ["operator_id"])
    op.create_index(op.f("ix_messages_site_id"), "messages", ["site_id"])
    op.create_index(op.f("ix_messages_site_id_recipient_created_at"), "messages", ["site_id", "recipient", "created_at"])
    op.create_index(op.f("ix_messages_ticket_id"), "messages", ["ticket_id"])


def create_message_attempts() -> None:
    op.create_table(
        "message_attempts",
        column("message_id", sa.Uuid),
        column("number", sa.Integer),
        column("channel", sa.String(20)),
        column("started_at", UTC),
        column("ended_at", UTC, empty=True),
        column("result", sa.String(16), empty=True),
        column("reason", sa.String(500), empty=True),
        column("status", sa.Integer, empty=True),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_attempts")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_message_attempts_message_id_number")),
    )
    op.create_index(op.f("ix_message_attempts_operator_id"), "message_attempts", ["operator_id"])
    op.create_index(op.f("ix_message_attempts_site_id"), "message_attempts", ["site_id"])
