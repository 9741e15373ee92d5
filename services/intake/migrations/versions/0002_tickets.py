"""Tickets and how far their orders have come, pushes and their signatures, the chronicle.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None

BY_SITE = ("tickets", "ticket_orders", "pushes", "chronicle_entries")
BY_OPERATOR = ("push_signatures",)


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    for draw in (draw_tickets, draw_ticket_orders, draw_pushes, draw_chronicle):
        draw(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table in BY_SITE:
        protect(op, table)
    for table in BY_OPERATOR:
        protect(op, table, by_site=False)


def downgrade() -> None:
    for table in (*reversed(BY_SITE), *BY_OPERATOR):
        op.drop_table(table)


def column(name: str, kind=sa.Uuid, *, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def scope(*, ident: bool = True) -> list[sa.Column]:
    own = [sa.Column("id", sa.Uuid, primary_key=True)] if ident else []
    return [*own, column("operator_id", index=True), column("site_id", index=True)]


def draw_tickets(m: sa.MetaData) -> None:
    sa.Table(
        "tickets",
        m,
        *scope(),
        column("version", sa.Integer),
        column("created_at", UTC),
        column("updated_at", UTC),
        *kind_of_ticket(),
        *place_and_caller(),
        *course_of_ticket(),
        sa.UniqueConstraint("site_id", "number"),
        sa.UniqueConstraint("integration_id", "external_id"),
        sa.Index("ix_tickets_page", "site_id", "opened_at", "id"),
        sa.Index("ix_tickets_state_page", "site_id", "state", "opened_at", "id"),
        sa.Index("ix_tickets_due", "site_id", "due_at"),
        sa.Index("ix_tickets_place", "unit_id", "category"),
    )


def kind_of_ticket() -> list[sa.Column]:
    return [
        text("number", 32),
        *(text(name, 32) for name in ("state", "kind", "priority", "channel")),
        text("category", 64, empty=True),
        column("category_name", sa.JSON, empty=True),
        text("trade", 32, empty=True),
        text("follow_up", 32, empty=True),
    ]


def place_and_caller() -> list[sa.Column]:
    return [
        column("unit_id", empty=True),
        text("unit_code", 64, empty=True),
        column("building_id", empty=True),
        text("public_place", 500, empty=True),
        text("caller_name", 100, empty=True),
        text("caller_phone_given", 64, empty=True),
        text("caller_phone", 20, empty=True),
        text("phone_tail", 4, empty=True, index=True),
        text("caller_email", 254, empty=True),
        text("caller_language", 10),
        column("caller_person_id", empty=True),
        column("description", sa.Text),
        text("agent_name", 100, empty=True),
        text("agent_number", 32, empty=True),
        column("read_back", sa.Boolean),
        text("owner_id", 64, empty=True, index=True),
        text("owner_name", 100, empty=True),
    ]


def course_of_ticket() -> list[sa.Column]:
    return [
        column("opened_at", UTC),
        *(column(name, UTC, empty=True) for name in ("occurred_at", "answer_due_at", "due_at")),
        column("integration_id", empty=True),
        text("external_id", 200, empty=True, index=True),
        column("unclassified", sa.JSON),
        column("needs_desk", sa.Boolean, index=True),
        text("waiting_reason", 500, empty=True),
        column("waiting_until", UTC, empty=True),
        text("end_reason", 500, empty=True),
        text("ended_by", 32, empty=True),
        column("ended_at", UTC, empty=True),
        column("merged_into_id", empty=True),
        column("reopened_times", sa.Integer),
        column("reopen_causes", sa.JSON),
        column("moves", sa.Integer),
    ]


def draw_ticket_orders(m: sa.MetaData) -> None:
    sa.Table(
        "ticket_orders",
        m,
        sa.Column("work_order_id", sa.Uuid, primary_key=True),
        *scope(ident=False),
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), nullable=False, index=True),
        text("number", 32),
        column("rework", sa.Boolean),
        column("cause_id", empty=True),
        column("version", sa.Integer),
        text("state", 32),
        text("technician", 100, empty=True),
        text("reason", 500, empty=True),
        column("next_at", UTC, empty=True),
        column("changed_at", UTC),
    )


def draw_pushes(m: sa.MetaData) -> None:
    sa.Table(
        "pushes",
        m,
        *scope(),
        column("integration_id"),
        text("external_id", 200),
        text("fingerprint", 64),
        column("ticket_id", index=True),
        column("answer", sa.JSON),
        column("record", sa.JSON),
        column("received_at", UTC),
        sa.UniqueConstraint("integration_id", "external_id"),
        sa.Index("ix_pushes_day", "integration_id", "received_at"),
    )
    sa.Table(
        "push_signatures",
        m,
        sa.Column("nonce", sa.String(64), primary_key=True),
        column("operator_id", index=True),
        column("seen_at", UTC, index=True),
    )


def draw_chronicle(m: sa.MetaData) -> None:
    sa.Table(
        "chronicle_entries",
        m,
        *scope(),
        column("event_id"),
        text("subject", 36),
        column("ticket_id", empty=True),
        column("unit_id", empty=True),
        column("at", UTC),
        text("service", 16),
        text("kind", 64),
        text("who", 100, empty=True),
        column("facts", sa.JSON),
        sa.UniqueConstraint("event_id", "subject"),
        sa.Index("ix_chronicle_entries_ticket", "ticket_id", "at", "id"),
        sa.Index("ix_chronicle_entries_unit", "unit_id", "at", "id"),
    )
