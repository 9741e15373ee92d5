"""The plumbing's own tables, the same in every service's database. They only grow, by a migration in each service."""

import sqlalchemy as sa

from .columns import UTC

POSITION = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def plumbing_tables(metadata: sa.MetaData) -> None:
    """Add every plumbing table to `metadata`."""
    for add in (_outbox, _inbox, _parked_events, _timers, _numbers, _idempotency):
        add(metadata)


def audit_tables(metadata: sa.MetaData) -> None:
    """The audit trail and the ends of its chains; younger than the plumbing, so each service adds them later.

    Moments and facts are kept as the text that was hashed, byte by byte.
    """
    _audit_entries(metadata)
    _audit_heads(metadata)


def _scope() -> tuple[sa.Column, sa.Column]:
    return sa.Column("operator_id", sa.Uuid), sa.Column("site_id", sa.Uuid)


def _outbox(metadata):
    table = sa.Table(
        "outbox",
        metadata,
        sa.Column("position", POSITION, sa.Identity(), primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("routing_key", sa.String(100), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        *_scope(),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("sent_at", UTC),
    )
    waiting = table.c.sent_at.is_(None)
    sa.Index("ix_outbox_waiting", table.c.position, sqlite_where=waiting, postgresql_where=waiting)
    sent = table.c.sent_at.is_not(None)
    sa.Index("ix_outbox_sent", table.c.sent_at, sqlite_where=sent, postgresql_where=sent)


def _inbox(metadata):
    sa.Table(
        "inbox",
        metadata,
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("routing_key", sa.String(100), nullable=False),
        sa.Column("handled_at", UTC, nullable=False, index=True),
    )


def _parked_events(metadata):
    table = sa.Table(
        "parked_events",
        metadata,
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("routing_key", sa.String(100), nullable=False),
        sa.Column("about", sa.String(64)),
        *_scope(),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),  # waiting, dead, dropped
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("parked_at", UTC, nullable=False),
        sa.Column("next_at", UTC),
        sa.Column("settled_by", sa.String(100)),
        sa.Column("settled_reason", sa.String(500)),
    )
    waiting = table.c.state == "waiting"
    sa.Index("ix_parked_events_due", table.c.next_at, sqlite_where=waiting, postgresql_where=waiting)


def _timers(metadata):
    table = sa.Table(
        "timers",
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("subject_id", sa.String(64), nullable=False),
        *_scope(),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("due_at", UTC, nullable=False),
        sa.Column("lease_until", UTC),
        sa.Column("tries", sa.Integer, nullable=False, default=0),
        sa.Column("error", sa.Text),
        sa.UniqueConstraint("kind", "subject_id"),
    )
    sa.Index("ix_timers_due", table.c.due_at)


def _numbers(metadata):
    sa.Table(
        "numbers",
        metadata,
        sa.Column("operator_id", sa.Uuid, primary_key=True),
        sa.Column("site_id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )


def _idempotency(metadata):
    sa.Table(
        "idempotency",
        metadata,
        sa.Column("client", sa.String(100), primary_key=True),
        sa.Column("route", sa.String(200), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", sa.JSON),
        sa.Column("body", sa.Text),
        sa.Column("created_at", UTC, nullable=False, index=True),
    )


def _chain() -> tuple[sa.Column, sa.Column]:
    """`site_id` is the zero id in the chain of acts that concern the operator as a whole."""
    return sa.Column("operator_id", sa.Uuid, primary_key=True), sa.Column("site_id", sa.Uuid, primary_key=True)


def _audit_entries(metadata):
    table = sa.Table(
        "audit_entries",
        metadata,
        *_chain(),
        sa.Column("sequence", POSITION, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("about_kind", sa.String(64), nullable=False),
        sa.Column("about_id", sa.String(64), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("because", sa.Text),
        sa.Column("trace_id", sa.String(32)),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    sa.Index("ix_audit_entries_time", table.c.operator_id, table.c.at)
    sa.Index("ix_audit_entries_about", table.c.about_id)


def _audit_heads(metadata):
    sa.Table(
        "audit_heads",
        metadata,
        *_chain(),
        sa.Column("sequence", POSITION, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
