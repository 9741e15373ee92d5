"""Incidents and the tickets attached to them; files that belong to a ticket."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0007", "0006", None, None

TABLES = ("incidents", "incident_tickets", "stored_files", "attachments")


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    sa.Table("tickets", metadata, sa.Column("id", sa.Uuid, primary_key=True))
    for draw in (draw_incidents, draw_incident_tickets, draw_files, draw_attachments):
        draw(metadata)
    metadata.create_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES], checkfirst=False)
    for table in TABLES:
        protect(op, table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def column(name: str, kind=sa.Uuid, *, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def scope(*, own: bool = True) -> list[sa.Column]:
    ids = [sa.Column("id", sa.Uuid, primary_key=True)] if own else []
    return [*ids, column("operator_id", index=True), column("site_id", index=True)]


def belongs_to(name: str, target: str, kind=sa.Uuid, *, empty: bool = False) -> sa.Column:
    return sa.Column(name, kind, sa.ForeignKey(target), nullable=empty, index=True)


def only_one(name: str, *by: str, when: str) -> sa.Index:
    return sa.Index(name, *by, unique=True, sqlite_where=sa.text(when), postgresql_where=sa.text(when))


def draw_incidents(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), column("building_id", empty=True)]
    facts += [column("building_name", sa.JSON, empty=True), column("categories", sa.JSON)]
    facts += [column("category_name", sa.JSON, empty=True), text("trade", 32, empty=True), text("description", 500)]
    facts += [column("began_at", UTC), text("by_name", 100)]
    facts += [column(name, UTC, empty=True) for name in ("decided_at", "expected_at", "told_at", "ended_at")]
    facts += [text("decided_by", 100, empty=True), text("message", 500, empty=True), text("outcome", 500, empty=True)]
    facts += [column("version", sa.Integer), column("created_at", UTC), column("updated_at", UTC)]
    page = sa.Index("ix_incidents_page", "site_id", "state", "began_at", "id")
    sa.Table("incidents", m, *scope(), *facts, sa.UniqueConstraint("site_id", "number"), page)


def draw_incident_tickets(m: sa.MetaData) -> None:
    facts = [belongs_to("incident_id", "incidents.id"), belongs_to("ticket_id", "tickets.id")]
    facts += [column("held", sa.Boolean), column("paused", sa.Boolean)]
    facts += [column("attached_at", UTC), text("attached_by", 100), column("detached_at", UTC, empty=True)]
    facts += [text("detached_by", 100, empty=True), text("detach_reason", 500, empty=True)]
    sa.Table("incident_tickets", m, *scope(), *facts, only_one("uq_incident_tickets_held", "ticket_id", when="held"))


def draw_files(m: sa.MetaData) -> None:
    facts = [sa.Column("key", sa.String(200), primary_key=True), *scope(own=False)]
    sa.Table("stored_files", m, *facts, column("size", sa.Integer), column("put_at", UTC, index=True))


def draw_attachments(m: sa.MetaData) -> None:
    facts = [belongs_to("ticket_id", "tickets.id"), column("position", sa.Integer), text("shape", 16)]
    facts += [text("media_type", 64), text("extension", 8), text("given_name", 200, empty=True)]
    facts += [column("size", sa.Integer), *(column(name, sa.Integer, empty=True) for name in ("width", "height"))]
    facts.append(text("received", 64))
    facts += [belongs_to(name, "stored_files.key", sa.String(200), empty=True) for name in ("key", "thumbnail_key")]
    facts += [text("note", 500, empty=True), column("at", UTC), text("by_subject", 100), text("by_name", 100)]
    facts += [column("removed_at", UTC, empty=True), text("removed_by", 100, empty=True)]
    facts.append(text("remove_reason", 500, empty=True))
    once = only_one("uq_attachments_received", "ticket_id", "received", when="removed_at IS NULL")
    sa.Table("attachments", m, *scope(), *facts, once)
