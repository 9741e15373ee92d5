"""Procedures by steps: move-in, renovation, take-over."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.guards import append_only, lift
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0012", "0011", None, None

TABLES = (
    "procedures",
    "procedure_steps",
    "procedure_lines",
    "procedure_acts",
    "procedure_findings",
    "procedure_checks",
    "corrective_actions",
    "worker_passes",
    "water_tests",
    "move_in_batches",
    "procedure_references",
    "procedure_reversals",
)
EDITIONS = "procedure_editions"
EVIDENCE = (EDITIONS, "procedure_acts", "procedure_checks")
REFUSES = "refuse_to_rewrite_procedures"
RUNNING, ALIVE = "state = 'running'", "state <> 'effective'"
HEARD = "kind IN ('bill.paid', 'payment.received', 'work_order.completed', 'work_order.verified')"


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    for draw in (
        draw_editions,
        draw_procedures,
        draw_steps,
        draw_findings,
        draw_actions,
        draw_works,
        draw_batches,
        draw_papers,
    ):
        draw(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)
    protect(op, EDITIONS, by_site=False)
    for table in TABLES:
        protect(op, table)
    for table in EVIDENCE:
        append_only(op, table, function=REFUSES, said="is never rewritten: what was done stays on record")
    where = {"sqlite_where": sa.text(HEARD), "postgresql_where": sa.text(HEARD)}
    op.create_index("ix_chronicle_entries_heard", "chronicle_entries", ["site_id", "at"], **where)


def downgrade() -> None:
    op.drop_index("ix_chronicle_entries_heard", "chronicle_entries")
    for table in (*reversed(TABLES), EDITIONS):
        op.drop_table(table)
    lift(op, REFUSES)


def column(name: str, kind=sa.Uuid, *more, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, *more, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def texts(length: int, *names: str, empty: bool = True) -> list[sa.Column]:
    return [text(name, length, empty=empty) for name in names]


def moments(*names: str, empty: bool = True) -> list[sa.Column]:
    return [column(name, UTC, empty=empty) for name in names]


def numbers(*names: str, empty: bool = False) -> list[sa.Column]:
    return [column(name, sa.Integer, empty=empty) for name in names]


def scope() -> list[sa.Column]:
    own = sa.Column("id", sa.Uuid, primary_key=True)
    return [own, column("operator_id", index=True), column("site_id", index=True)]


def version() -> sa.Column:
    return column("version", sa.Integer)


def stamps() -> list[sa.Column]:
    return [version(), column("created_at", UTC), column("updated_at", UTC)]


def of_procedure(**options) -> sa.Column:
    return column("procedure_id", sa.Uuid, sa.ForeignKey("procedures.id"), **options)


def only_one(name: str, by: tuple[str, ...], when: str) -> sa.Index:
    return sa.Index(name, *by, unique=True, sqlite_where=sa.text(when), postgresql_where=sa.text(when))


def numbered() -> list:
    return [text("number", 32), sa.UniqueConstraint("site_id", "number")]


def draw_editions(m: sa.MetaData) -> None:
    own = [sa.Column("id", sa.Uuid, primary_key=True), column("operator_id", index=True)]
    facts = [text("kind", 32), *numbers("edition"), column("valid_from", sa.Date), column("content", sa.JSON)]
    facts += [column("at", UTC), text("by_name", 100)]
    sa.Table(EDITIONS, m, *own, *facts, sa.UniqueConstraint("operator_id", "kind", "edition"))


def draw_procedures(m: sa.MetaData) -> None:
    facts = [text("kind", 32), *numbers("edition"), column("name", sa.JSON), text("state", 32), text("subject", 36)]
    facts += [column("unit_id", empty=True, index=True), column("building_id", empty=True)]
    facts += [column("batch_id", empty=True, index=True), text("place", 200), *texts(100, "party_name")]
    facts += [*texts(64, "party_phone"), *texts(500, "remark"), column("opened_at", UTC), text("opened_by_name", 100)]
    facts += [*moments("ended_at"), *texts(500, "end_reason")]
    page = sa.Index("ix_procedures_page", "site_id", "kind", "opened_at", "id")
    one = only_one("uq_procedures_running", ("kind", "subject"), RUNNING)
    sa.Table("procedures", m, *scope(), *numbered(), *facts, *stamps(), page, one)


def draw_steps(m: sa.MetaData) -> None:
    step = [of_procedure(), *numbers("position"), text("code", 32), column("rule", sa.JSON), text("state", 32)]
    step += [*texts(64, "reference"), *moments("due_at", "overdue_at", "ended_at"), *texts(100, "ended_by_name")]
    step += [*texts(500, "reason"), column("proof", sa.JSON, empty=True), *numbers("failures"), version()]
    step += [sa.UniqueConstraint("procedure_id", "code")]
    due = sa.Index("ix_procedure_steps_due", "site_id", "state", "due_at")
    known = sa.Index("ix_procedure_steps_reference", "site_id", "reference")
    sa.Table("procedure_steps", m, *scope(), *step, due, known)
    line = [of_procedure(index=True), *numbers("position"), text("list_code", 32), column("name", sa.JSON)]
    line += [*numbers("expected"), *numbers("counted", empty=True), *texts(500, "explanation"), *moments("counted_at")]
    sa.Table("procedure_lines", m, *scope(), *line, *texts(100, "counted_by_name"), version())
    act = [of_procedure(), *texts(32, "step_code"), text("action", 32), column("at", UTC)]
    act += [*texts(100, "by_subject", "by_name", empty=False), *texts(500, "reason"), column("facts", sa.JSON)]
    sa.Table("procedure_acts", m, *scope(), *act, sa.Index("ix_procedure_acts_order", "procedure_id", "at", "id"))


def draw_findings(m: sa.MetaData) -> None:
    facts = [text("kind", 32), text("state", 32), of_procedure(index=True), *texts(32, "step_code")]
    facts += [column("unit_id", empty=True), text("place", 200), text("category", 64), text("description", 1000)]
    facts += [text("responsible", 32), *texts(100, "responsible_name", "served_to"), *moments("due_at", empty=False)]
    facts += [*moments("found_at", empty=False), text("found_by_name", 100), *numbers("times"), *texts(1000, "note")]
    facts += [*texts(500, "reason"), *moments("rectified_at", "closed_at", "escalated_at")]
    facts += texts(100, "rectified_by_name", "closed_by_name")
    page = sa.Index("ix_procedure_findings_page", "site_id", "found_at", "id")
    same = sa.Index("ix_procedure_findings_same", "site_id", "category", "found_at")
    sa.Table("procedure_findings", m, *scope(), *numbered(), *facts, *stamps(), page, same)
    check = [of_procedure(index=True), text("kind", 16), column("at", UTC), text("by_name", 100)]
    check += [*texts(1000, "note"), *numbers("found")]
    sa.Table("procedure_checks", m, *scope(), *check, sa.Index("ix_procedure_checks_day", "site_id", "kind", "at"))


def draw_actions(m: sa.MetaData) -> None:
    facts = [text("state", 32), text("category", 64), column("numbers", sa.JSON), column("opened_at", UTC)]
    facts += [*texts(1000, "cause", "measure", "result"), *texts(100, "responsible", "closed_by_name")]
    facts += [*moments("due_at", "closed_at"), *texts(500, "reason")]
    one = only_one("uq_corrective_actions_alive", ("site_id", "category"), ALIVE)
    sa.Table("corrective_actions", m, *scope(), *numbered(), *facts, *stamps(), one)


def draw_works(m: sa.MetaData) -> None:
    held = [
        text("state", 32),
        of_procedure(index=True),
        column("unit_id", empty=True),
        *texts(64, "unit_code", "trade"),
    ]
    held += [text("name", 100), text("document", 64), *texts(64, "phone"), *texts(100, "company", "ended_by_name")]
    held += [column("valid_until", sa.Date), column("issued_at", UTC), text("issued_by_name", 100)]
    held += [*moments("ended_at"), *texts(500, "reason")]
    page = sa.Index("ix_worker_passes_page", "site_id", "issued_at", "id")
    sa.Table("worker_passes", m, *scope(), *numbered(), *held, *stamps(), page)
    test = [of_procedure(index=True), text("state", 32), text("area", 100), *texts(64, "depth"), *numbers("hours")]
    test += [
        column("started_at", UTC),
        text("started_by_name", 100),
        *moments("ended_at"),
        *texts(100, "ended_by_name"),
    ]
    test += [column("below", sa.JSON, empty=True), *texts(500, "reason", "note")]
    one = only_one("uq_water_tests_running", ("procedure_id", "area"), RUNNING)
    sa.Table("water_tests", m, *scope(), *test, *stamps(), one)


def draw_batches(m: sa.MetaData) -> None:
    facts = [text("name", 200), column("building_id", index=True), *numbers("asked"), column("opened_at", UTC)]
    facts += [
        text("opened_by_name", 100),
        column("from_day", sa.Date, empty=True),
        column("to_day", sa.Date, empty=True),
    ]
    page = sa.Index("ix_move_in_batches_page", "site_id", "opened_at", "id")
    sa.Table("move_in_batches", m, *scope(), *facts, page)


def draw_papers(m: sa.MetaData) -> None:
    claimed = [text("reference", 64), of_procedure(index=True), sa.UniqueConstraint("site_id", "reference")]
    sa.Table("procedure_references", m, *scope(), *claimed)
    undone = [text("reference", 64), column("at", UTC), sa.UniqueConstraint("site_id", "reference", "at")]
    sa.Table("procedure_reversals", m, *scope(), *undone)
