"""Plans of emergencies, and their minutes, which only grow."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.guards import append_only, lift
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0014", "0013", None, None

GOING = "state IN ('open', 'dispatched', 'in_progress', 'waiting', 'resolved') AND priority = 'emergency'"
REFUSES = "refuse_to_rewrite_emergencies"


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    sa.Table("tickets", metadata, sa.Column("id", sa.Uuid, primary_key=True))
    ticket = column("ticket_id", sa.Uuid, sa.ForeignKey("tickets.id"), unique=True)
    plans = sa.Table("emergencies", metadata, *scope(), ticket, column("calls", sa.JSON), column("opened_at", UTC))
    of = column("emergency_id", sa.Uuid, sa.ForeignKey("emergencies.id"), index=True)
    facts = [column("happened", sa.String(32)), column("call", sa.Integer, empty=True)]
    facts += [column("words", sa.String(500), empty=True), column("at", UTC)]
    facts += [column(name, sa.String(100)) for name in ("by_subject", "by_name")]
    minutes = sa.Table("emergency_entries", metadata, *scope(), of, *facts)
    metadata.create_all(op.get_bind(), tables=[plans, minutes], checkfirst=False)
    grave = {f"{kind}_where": sa.text(GOING) for kind in ("sqlite", "postgresql")}
    op.create_index("ix_tickets_emergencies", "tickets", ["opened_at"], **grave)
    for table in ("emergencies", "emergency_entries"):
        protect(op, table)
        append_only(op, table, function=REFUSES, said="is never rewritten (RD-17)")


def downgrade() -> None:
    op.drop_index("ix_tickets_emergencies", "tickets")
    op.drop_table("emergency_entries")
    op.drop_table("emergencies")
    lift(op, REFUSES)


def column(name: str, kind, *more, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, *more, nullable=empty, **options)


def scope() -> list[sa.Column]:
    own = [sa.Column("id", sa.Uuid, primary_key=True)]
    return [*own, column("operator_id", sa.Uuid, index=True), column("site_id", sa.Uuid, index=True)]
