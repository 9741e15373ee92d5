"""The desk: categories with dates, question guides, what a quick entry keeps, complaints, what is reported upward."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.security import SET_SCOPE, protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0004", "0003", None, None

BY_SITE = ("guides", "ticket_calls", "caller_notes")
FORMER = "uq_categories_operator_id_code"
BEFORE, AFTER = ["operator_id", "code"], ["operator_id", "code", "edition"]
OF_TICKETS = (
    ("answer_seconds", sa.Integer),
    ("read_back_at", UTC),
    ("level", sa.String(32)),
    ("complained_about", sa.String(100)),
    ("complained_about_login", sa.String(100)),
    ("answered_at", UTC),
    ("written_answer_at", UTC),
    ("reported_to", sa.String(16)),
    ("report_taken_by", sa.String(100)),
)


def upgrade() -> None:
    with op.batch_alter_table("categories", naming_convention=NAMES) as table:
        table.add_column(sa.Column("edition", sa.Integer, nullable=False, server_default="1"))
        table.drop_constraint(FORMER, type_="unique")
        table.create_unique_constraint(f"{FORMER}_edition", AFTER)
    with op.batch_alter_table("categories") as table:
        table.alter_column("edition", server_default=None)
    for name, kind in OF_TICKETS:
        op.add_column("tickets", sa.Column(name, kind, nullable=True))
    metadata = sa.MetaData(naming_convention=NAMES)
    for draw in (draw_guides, draw_calls, draw_notes):
        draw(metadata)
    sa.Table("tickets", metadata, sa.Column("id", sa.Uuid, primary_key=True))
    metadata.create_all(op.get_bind(), tables=[metadata.tables[name] for name in BY_SITE], checkfirst=False)
    for table in BY_SITE:
        protect(op, table)


def downgrade() -> None:
    """Of several editions the first stays: the old shape has room for one."""
    for table in BY_SITE:
        op.drop_table(table)
    for name, _kind in OF_TICKETS:
        op.drop_column("tickets", name)
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().execute(SET_SCOPE, {"operator": "*", "sites": "*"})
    op.execute("DELETE FROM categories WHERE edition > 1")
    with op.batch_alter_table("categories", naming_convention=NAMES) as table:
        table.drop_constraint(f"{FORMER}_edition", type_="unique")
        table.drop_column("edition")
        table.create_unique_constraint(FORMER, BEFORE)


def column(name: str, kind=sa.Uuid, *, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def scope() -> list[sa.Column]:
    own = sa.Column("id", sa.Uuid, primary_key=True)
    return [own, column("operator_id", index=True), column("site_id", index=True)]


def draw_guides(m: sa.MetaData) -> None:
    words = [column(name, sa.JSON) for name in ("opening", "questions", "read_back")]
    stamps = [column("version", sa.Integer), column("created_at", UTC), column("updated_at", UTC)]
    sa.Table("guides", m, *scope(), text("kind", 32), *words, *stamps, sa.UniqueConstraint("site_id", "kind"))


def draw_calls(m: sa.MetaData) -> None:
    said = [text(name, size, empty=True) for name, size in (("caller_name", 100), ("caller_phone", 64))]
    sa.Table(
        "ticket_calls",
        m,
        *scope(),
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), nullable=False, index=True),
        *said,
        column("description", sa.Text),
        text("agent_name", 100, empty=True),
        text("agent_number", 32, empty=True),
        column("answer_seconds", sa.Integer, empty=True),
        column("read_back", sa.Boolean),
        column("at", UTC),
    )


def draw_notes(m: sa.MetaData) -> None:
    about = [text("phone", 20, empty=True), column("unit_id", empty=True)]
    written = [text("text", 500), text("by_name", 100), column("at", UTC)]
    indexes = [sa.Index(f"ix_caller_notes_{name}", "site_id", name) for name in ("phone", "unit_id")]
    sa.Table("caller_notes", m, *scope(), *about, *written, column("ended_at", UTC, empty=True), *indexes)
