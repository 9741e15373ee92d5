"""What is searched for in one statement, and what a spreadsheet import keeps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from shared.storage.columns import UTC
from shared.storage.security import protect

revision, down_revision, branch_labels, depends_on = "0008", "0007", None, None

LIVE = "state IN ('open', 'dispatched', 'in_progress', 'waiting', 'resolved')"
PAGES = {
    "ix_tickets_operator_page": ["operator_id", "opened_at", "id"],
    "ix_tickets_owner_page": ["owner_id", "opened_at", "id"],
    "ix_tickets_kind_page": ["site_id", "kind", "opened_at", "id"],
    "ix_tickets_category_page": ["category", "opened_at", "id"],
}
FORMER = ("owner_id", "needs_desk")
OF_FTS = (
    """CREATE VIRTUAL TABLE ticket_words_fts USING fts5(
  seals, content='ticket_words', content_rowid='position', tokenize='ascii', detail=none, columnsize=0)""",
    """CREATE TRIGGER ticket_words_new AFTER INSERT ON ticket_words BEGIN
  INSERT INTO ticket_words_fts (rowid, seals) VALUES (NEW.position, NEW.seals); END""",
    """CREATE TRIGGER ticket_words_gone AFTER DELETE ON ticket_words BEGIN
  INSERT INTO ticket_words_fts (ticket_words_fts, rowid, seals) VALUES ('delete', OLD.position, OLD.seals); END""",
    """CREATE TRIGGER ticket_words_other AFTER UPDATE ON ticket_words BEGIN
  INSERT INTO ticket_words_fts (ticket_words_fts, rowid, seals) VALUES ('delete', OLD.position, OLD.seals);
  INSERT INTO ticket_words_fts (rowid, seals) VALUES (NEW.position, NEW.seals); END""",
)


def upgrade() -> None:
    seals = sa.Text().with_variant(ARRAY(sa.Integer), "postgresql")
    position = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "ticket_words",
        sa.Column("position", position, nullable=False, autoincrement=True),
        sa.Column("ticket_id", sa.Uuid, nullable=False),
        sa.Column("seals", seals, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_ticket_words"),
        sa.UniqueConstraint("ticket_id", name="uq_ticket_words_ticket_id"),
    )
    draw_imports()
    if not is_postgresql():
        for statement in OF_FTS:
            op.execute(statement)
    seal_what_is_there()
    draw_indexes()  # last: who writes tickets meanwhile waits for the indexes alone
    if is_postgresql():
        tell_postgresql()


def tell_postgresql() -> None:
    waiting = {"gin_pending_list_limit": 256}
    op.create_index("ix_ticket_words_seals", "ticket_words", ["seals"], postgresql_using="gin", postgresql_with=waiting)
    op.execute("ALTER TABLE ticket_words ALTER COLUMN seals SET STATISTICS 1000")
    for table in ("tickets", "ticket_words"):
        op.execute(f"ANALYZE {table}")


def draw_imports() -> None:
    def column(name: str, kind, **options) -> sa.Column:
        return sa.Column(name, kind, **{"nullable": False, **options})

    op.create_table(
        "directory_imports",
        column("id", sa.Uuid),
        column("operator_id", sa.Uuid),
        column("version", sa.Integer),
        *(column(name, UTC) for name in ("created_at", "updated_at")),
        *(column(name, sa.String(length)) for name, length in (("file_name", 200), ("state", 32))),
        column("content", sa.LargeBinary, nullable=True),
        *(column(name, sa.String(100)) for name in ("handed_in_by", "handed_in_by_name")),
        *(column(name, sa.JSON) for name in ("claims", "counts", "refused")),
        *(column(name, sa.Integer) for name in ("total", "looked_at", "done", "refused_count")),
        *(column(name, sa.Boolean) for name in ("partial", "forgotten")),
        column("problem", sa.String(500), nullable=True),
        *(column(name, UTC, nullable=True) for name in ("ended_at", "held_until")),
        sa.PrimaryKeyConstraint("id", name="pk_directory_imports"),
    )
    for name in ("operator_id", "handed_in_by"):
        op.create_index(f"ix_directory_imports_{name}", "directory_imports", [name])
    protect(op, "directory_imports", by_site=False)


def draw_indexes() -> None:
    for name in FORMER:
        op.drop_index(f"ix_tickets_{name}", "tickets")
    for name, columns in PAGES.items():
        op.create_index(name, "tickets", columns)
    live = {"postgresql_where": sa.text(LIVE), "sqlite_where": sa.text(LIVE)}
    op.create_index("ix_tickets_live", "tickets", ["operator_id", "site_id", "opened_at", "id"], **live)
    op.drop_index("ix_unit_names_site_key", "unit_names")
    op.create_index("ix_unit_names_key_site", "unit_names", ["key", "site_id"])


def seal_what_is_there() -> None:
    """Tickets from before are found as well; of a fresh database there are none."""
    from services.intake.search.models import Seals
    from services.intake.search.sealing import SOUGHT, seals_of_ticket

    kinds = {"id": sa.Uuid, "operator_id": sa.Uuid, "opened_at": UTC}
    kinds |= {name: sa.JSON if name == "category_name" else sa.Text for name in SOUGHT}
    tickets = sa.table("tickets", *(sa.column(name, kind) for name, kind in kinds.items()))
    words = sa.table("ticket_words", sa.column("ticket_id", sa.Uuid), sa.column("seals", Seals))
    bind, chosen = op.get_bind(), sa.select(tickets).order_by(tickets.c.id).limit(1000)
    found = bind.execute(chosen).all()
    while found:
        rows = [{"ticket_id": ticket.id, "seals": seals_of_ticket(ticket)} for ticket in found]
        bind.execute(sa.insert(words), rows)
        found = bind.execute(chosen.where(tickets.c.id > found[-1].id)).all()


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def downgrade() -> None:
    if not is_postgresql():
        op.execute("DROP TABLE ticket_words_fts")
    op.drop_table("ticket_words")
    op.drop_table("directory_imports")
    op.drop_index("ix_unit_names_key_site", "unit_names")
    op.create_index("ix_unit_names_site_key", "unit_names", ["site_id", "key"])
    for name in ("ix_tickets_live", *PAGES):
        op.drop_index(name, "tickets")
    for name in FORMER:
        op.create_index(f"ix_tickets_{name}", "tickets", [name])
