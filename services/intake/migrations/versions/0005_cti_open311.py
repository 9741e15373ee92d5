"""Calls as telephones tell them, and requests as Open311 asks them."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0005", "0004", None, None

TABLES = ("open311_requests", "open311_posts", "phone_lines", "phone_calls", "phone_events")


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    for name in ("tickets", "integrations"):
        sa.Table(name, metadata, sa.Column("id", sa.Uuid, primary_key=True))
    for draw in (draw_requests, draw_posts, draw_lines, draw_calls, draw_events):
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


def texts(**lengths: int) -> list[sa.Column]:
    return [text(name, length, empty=True) for name, length in lengths.items()]


def scope(*, own: bool = True) -> list[sa.Column]:
    ids = [sa.Column("id", sa.Uuid, primary_key=True)] if own else []
    return [*ids, column("operator_id", index=True), column("site_id", index=True)]


def draw_requests(m: sa.MetaData) -> None:
    ticket = sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), primary_key=True)
    facts = [text("token", 64, unique=True), column("reviewed", sa.Boolean), column("description", sa.Text)]
    facts += texts(address=500, address_id=64, lat=24, long=24, media_url=2000, account_id=200, device_id=200)
    sa.Table("open311_requests", m, ticket, *scope(own=False), *facts, column("attributes", sa.JSON))


def draw_posts(m: sa.MetaData) -> None:
    facts = [column("integration_id"), text("fingerprint", 64), column("ticket_id"), column("answer", sa.JSON)]
    once = sa.UniqueConstraint("integration_id", "fingerprint")
    sa.Table("open311_posts", m, *scope(), *facts, column("posted_at", UTC, index=True), once)


def draw_lines(m: sa.MetaData) -> None:
    platform = sa.Column("integration_id", sa.Uuid, sa.ForeignKey("integrations.id"), nullable=False)
    stamps = [column("created_at", UTC), column("updated_at", UTC)]
    one = sa.UniqueConstraint("integration_id", "site_id")
    sa.Table("phone_lines", m, *scope(), platform, text("secret_hash", 64), *stamps, one)


def draw_calls(m: sa.MetaData) -> None:
    facts = [column("integration_id"), text("call_id", 250), text("state", 32), column("state_at", UTC)]
    facts += texts(direction=32, number_given=64)
    facts += [text("number", 20, empty=True, index=True), *texts(dialled=64, queue=100), column("rung", sa.JSON)]
    facts += texts(agent=100, agent_number=64)
    facts += [column(name, UTC, empty=True) for name in ("rang_at", "answered_at", "ended_at")]
    facts += [column("answer_seconds", sa.Integer, empty=True), *texts(cause=32, recording_url=2000)]
    facts += [column("person_id", empty=True), *texts(person_name=100)]
    facts += [column("unit_id", empty=True), *texts(unit_code=64), column("first_told_at", UTC)]
    indexes = [sa.Index("ix_phone_calls_page", "site_id", "first_told_at", "id")]
    indexes.append(sa.Index("ix_phone_calls_state", "site_id", "state", "first_told_at"))
    sa.Table("phone_calls", m, *scope(), *facts, *indexes, sa.UniqueConstraint("integration_id", "site_id", "call_id"))


def draw_events(m: sa.MetaData) -> None:
    facts = [column("integration_id"), text("call_id", 250), text("state", 32), column("facts", sa.JSON)]
    once = sa.UniqueConstraint("integration_id", "site_id", "call_id", "state")
    sa.Table("phone_events", m, *scope(), *facts, column("at", UTC), column("told_at", UTC), once)
