"""Profiles edited in the console, sandbox keys, daily reconciliation."""

import sqlalchemy as sa
from alembic import op

from shared.ids import new_id
from shared.storage.columns import UTC
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0009", "0008", None, None

OF_OPERATOR = ("profile_editions", "pushed_events", "sandbox_attempts", "push_reconciliations")
TABLES = (*OF_OPERATOR, "sandbox_pushes")
KEYS = ("api_keys", "push_secrets")


def upgrade() -> None:
    for table in KEYS:
        op.add_column(table, sa.Column("sandbox", sa.Boolean, nullable=False, server_default=sa.false()))
    for table in ("integrations", "pushes"):
        op.add_column(table, sa.Column("edition", sa.Integer, nullable=True))
    metadata = sa.MetaData(naming_convention=NAMES)
    sa.Table("integrations", metadata, sa.Column("id", sa.Uuid, primary_key=True))
    for draw in (draw_editions, draw_events, draw_sandbox, draw_attempts, draw_days):
        draw(metadata)
    metadata.create_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES], checkfirst=False)
    number_the_profiles(metadata.tables["profile_editions"])
    for table in TABLES:
        protect(op, table, by_site=table not in OF_OPERATOR)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for table in ("pushes", "integrations"):
        op.drop_column(table, "edition")
    for table in KEYS:
        op.drop_column(table, "sandbox")


def number_the_profiles(editions: sa.Table) -> None:
    """The profile that a platform has is its first edition, in force since the platform was let in."""
    kept = sa.table(
        "integrations",
        *(sa.column(name, kind) for name, kind in (("id", sa.Uuid), ("operator_id", sa.Uuid), ("profile", sa.JSON))),
        sa.column("created_at", UTC),
        sa.column("edition", sa.Integer),
    )
    for one in op.get_bind().execute(sa.select(kept)).all():
        if one.profile:
            row = {"id": new_id(), "operator_id": one.operator_id, "integration_id": one.id, "number": 1}
            row |= {"profile": one.profile, "made_by": "", "made_at": one.created_at}
            row |= {"valid_from": one.created_at, "in_force_at": one.created_at}
            op.get_bind().execute(sa.insert(editions).values(row))
            op.get_bind().execute(sa.update(kept).where(kept.c.id == one.id).values(edition=1))


def column(name: str, kind=sa.Uuid, *, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def scope() -> list[sa.Column]:
    return [sa.Column("id", sa.Uuid, primary_key=True), column("operator_id", index=True)]


def draw_editions(m: sa.MetaData) -> None:
    platform = sa.Column("integration_id", sa.Uuid, sa.ForeignKey("integrations.id"), nullable=False, index=True)
    facts = [column("number", sa.Integer), column("profile", sa.JSON), text("note", 500, empty=True)]
    facts += [
        column("valid_from", UTC),
        column("in_force_at", UTC, empty=True),
        column("withdrawn_at", UTC, empty=True),
    ]
    facts += [text("made_by", 100), column("made_at", UTC), sa.UniqueConstraint("integration_id", "number")]
    sa.Table("profile_editions", m, *scope(), platform, *facts)


def draw_events(m: sa.MetaData) -> None:
    facts = [column("integration_id"), text("key", 64), text("fingerprint", 64), column("attributes", sa.JSON)]
    facts += [text("external_id", 200, empty=True), column("answer", sa.JSON, empty=True)]
    facts += [column("seen_at", UTC, index=True), sa.UniqueConstraint("integration_id", "key")]
    sa.Table("pushed_events", m, *scope(), *facts)


def draw_sandbox(m: sa.MetaData) -> None:
    facts = [column("site_id", index=True), column("integration_id"), text("external_id", 200), text("fingerprint", 64)]
    facts += [column("ticket_id"), column("answer", sa.JSON), column("record", sa.JSON)]
    facts += [column("edition", sa.Integer, empty=True), column("received_at", UTC)]
    facts += [sa.UniqueConstraint("integration_id", "external_id")]
    sa.Table("sandbox_pushes", m, *scope(), *facts, sa.Index("ix_sandbox_pushes_day", "integration_id", "received_at"))


def draw_attempts(m: sa.MetaData) -> None:
    facts = [column("integration_id"), column("at", UTC, index=True), text("door", 32), column("status", sa.Integer)]
    facts += [column("headers", sa.JSON), column("body", sa.Text), column("verdict", sa.JSON)]
    sa.Table("sandbox_attempts", m, *scope(), *facts, sa.Index("ix_sandbox_attempts_latest", "integration_id", "id"))


def draw_days(m: sa.MetaData) -> None:
    facts = [column("integration_id"), column("day", sa.Date)]
    facts += [column(name, UTC) for name in ("since", "until", "at")]
    facts += [column("counted_there", sa.Integer), column("counted_here", sa.Integer)]
    facts += [column("agreed", sa.Integer, empty=True)]
    facts += [column(name, sa.JSON) for name in ("missing_here", "missing_there", "different")]
    facts += [column("differences", sa.Integer), sa.UniqueConstraint("integration_id", "since", "until")]
    index = sa.Index("ix_push_reconciliations_day", "integration_id", "day")
    sa.Table("push_reconciliations", m, *scope(), *facts, index)
