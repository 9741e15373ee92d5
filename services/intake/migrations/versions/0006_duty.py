"""The duty log, shifts, handovers and day reports."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.guards import append_only, lift
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0006", "0005", None, None

TABLES = (
    "duty_entries",
    "duty_shifts",
    "duty_digests",
    "day_reports",
    "handovers",
    "handover_items",
    "handover_counts",
)
EVIDENCE = ("duty_entries", "duty_digests", "day_reports")
REFUSES = "refuse_to_rewrite_duty"


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    for draw in (draw_entries, draw_shifts, draw_told, draw_handovers, draw_items, draw_counts):
        draw(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table in TABLES:
        protect(op, table)
    for table in EVIDENCE:
        append_only(op, table, function=REFUSES, said="is never rewritten: a correction is a new entry")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    lift(op, REFUSES)


def column(name: str, kind=sa.Uuid, *, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def scope() -> list[sa.Column]:
    own = sa.Column("id", sa.Uuid, primary_key=True)
    return [own, column("operator_id", index=True), column("site_id", index=True)]


def stamps() -> list[sa.Column]:
    return [column("version", sa.Integer), column("created_at", UTC), column("updated_at", UTC)]


def belongs_to(name: str, target: str) -> sa.Column:
    return sa.Column(name, sa.Uuid, sa.ForeignKey(f"{target}.id"), nullable=False, index=True)


def only_one(name: str, by: str, when: str) -> sa.Index:
    return sa.Index(name, by, unique=True, sqlite_where=sa.text(when), postgresql_where=sa.text(when))


def draw_entries(m: sa.MetaData) -> None:
    who = [text("caller_name", 100, empty=True), text("caller_phone", 64, empty=True)]
    where = [column("unit_id", empty=True), text("unit_code", 64, empty=True)]
    points = [column("corrects_id", empty=True, index=True), column("settles_id", empty=True, index=True)]
    said = [text("number", 32), column("at", UTC), column("shift_id", empty=True), text("kind", 32)]
    said += [column("text", sa.Text), *who, *where, *points, column("follow_up", sa.Boolean)]
    by = [text("by_subject", 100), text("by_name", 100)]
    sa.Table("duty_entries", m, *scope(), *said, *by, sa.Index("ix_duty_entries_page", "site_id", "at", "id"))


def draw_shifts(m: sa.MetaData) -> None:
    plan = [text("state", 32), text("code", 32), column("name", sa.JSON), column("day", sa.Date)]
    plan += [column(name, UTC) for name in ("starts_at", "ends_at")]
    taken = [text("taken_by", 100), text("taken_by_name", 100), column("taken_at", UTC)]
    taken.append(column("handed_over_at", UTC, empty=True))
    one = only_one("uq_duty_shifts_on_duty", "site_id", "state = 'on_duty'")
    sa.Table("duty_shifts", m, *scope(), *plan, *taken, *stamps(), one)


def draw_told(m: sa.MetaData) -> None:
    digest = [column("day", sa.Date), text("slot", 8), column("at", UTC), column("departments", sa.JSON)]
    sa.Table("duty_digests", m, *scope(), *digest, sa.UniqueConstraint("site_id", "day", "slot"))
    report = [column("day", sa.Date), column("since", UTC), column("until", UTC), column("figures", sa.JSON)]
    report += [column("remark", sa.Text, empty=True), text("issued_by", 100), text("issued_by_name", 100)]
    sa.Table("day_reports", m, *scope(), *report, sa.UniqueConstraint("site_id", "day"))


def draw_handovers(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), belongs_to("shift_id", "duty_shifts"), column("from_name", sa.JSON)]
    facts += [text("to_code", 32), column("to_name", sa.JSON), column("to_day", sa.Date)]
    facts += [column(name, UTC) for name in ("to_starts_at", "to_ends_at", "drawn_at")]
    facts += [column("note", sa.Text, empty=True), column("resting", sa.Integer)]
    for side in ("outgoing", "incoming"):
        facts += [text(side, 100, empty=True), text(f"{side}_name", 100, empty=True)]
        facts.append(column(f"{side}_at", UTC, empty=True))
    one = only_one("uq_handovers_under_way", "shift_id", "state IN ('drawn', 'handed_out')")
    sa.Table("handovers", m, *scope(), *facts, *stamps(), one)


def draw_items(m: sa.MetaData) -> None:
    facts = [belongs_to("handover_id", "handovers"), column("position", sa.Integer), text("kind", 32)]
    facts += [column("subject_id"), text("number", 32), text("words", 300), text("place", 500, empty=True)]
    facts += [text("state", 32), text("priority", 16), column("due_at", UTC, empty=True)]
    facts += [column("large", sa.Boolean), column("settled", sa.Boolean), text("joint_note", 500, empty=True)]
    facts += [column("acknowledged_at", UTC, empty=True), text("acknowledged_by", 100, empty=True)]
    once = sa.UniqueConstraint("handover_id", "kind", "subject_id")
    sa.Table("handover_items", m, *scope(), *facts, once)


def draw_counts(m: sa.MetaData) -> None:
    facts = [belongs_to("handover_id", "handovers"), column("position", sa.Integer), text("code", 32)]
    facts += [column("name", sa.JSON), column("expected", sa.Integer)]
    facts += [column(name, sa.Integer, empty=True) for name in ("outgoing_count", "incoming_count")]
    facts.append(text("explanation", 500, empty=True))
    sa.Table("handover_counts", m, *scope(), *facts, sa.UniqueConstraint("handover_id", "code"))
