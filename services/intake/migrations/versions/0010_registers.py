"""Title and lease registers, agreements, vehicles; keys, cards, loans and entrusted things."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC, Fen
from shared.storage.guards import append_only, lift
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0010", "0009", None, None

TABLES = (
    "title_lines",
    "lease_lines",
    "register_checks",
    "register_months",
    "agreements",
    "vehicles",
    "file_changes",
    "file_notes",
    "key_items",
    "key_loans",
    "key_counts",
    "key_count_lines",
    "entrusted_things",
)
EVIDENCE = ("title_lines", "lease_lines", "register_checks", "file_changes", "file_notes")
REFUSES = "refuse_to_rewrite_registers"


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    for known in ("households", "units"):
        sa.Table(known, metadata, sa.Column("id", sa.Uuid, primary_key=True))
    for draw in (draw_registers, draw_months, draw_agreements, draw_files, draw_items, draw_counts, draw_things):
        draw(metadata)
    metadata.create_all(op.get_bind(), tables=[metadata.tables[name] for name in TABLES], checkfirst=False)
    for table in TABLES:
        protect(op, table)
    for table in EVIDENCE:
        append_only(op, table, function=REFUSES, said="is never rewritten: a correction is a new line")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    lift(op, REFUSES)


def column(name: str, kind=sa.Uuid, *more, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, *more, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def scope() -> list[sa.Column]:
    own = sa.Column("id", sa.Uuid, primary_key=True)
    return [own, column("operator_id", index=True), column("site_id", index=True)]


def stamps() -> list[sa.Column]:
    return [column("version", sa.Integer), column("created_at", UTC), column("updated_at", UTC)]


def of(name: str, target: str, **options) -> sa.Column:
    return column(name, sa.Uuid, sa.ForeignKey(f"{target}.id"), **options)


def only_one(name: str, by: tuple[str, ...], when: str) -> sa.Index:
    return sa.Index(name, *by, unique=True, sqlite_where=sa.text(when), postgresql_where=sa.text(when))


def names(*several: str, length: int = 100, empty: bool = True) -> list[sa.Column]:
    return [text(name, length, empty=empty) for name in several]


def dated(table: str) -> list[sa.Column]:
    own = [of("household_id", "households", index=True), of("unit_id", "units", index=True)]
    own += [of("corrects_id", table, empty=True, unique=True), column("valid_from", sa.Date)]
    own += [
        column("valid_to", sa.Date, empty=True),
        column("struck", sa.Boolean),
        *names("reason", "other", length=500),
    ]
    return [*own, column("recorded_at", UTC), *names("recorded_by", "recorded_by_name", empty=False)]


def draw_registers(m: sa.MetaData) -> None:
    title = [column("holders", sa.JSON), *names("certificate", "kind", "use", length=64)]
    title += [column(name, Fen, empty=True) for name in ("built_area", "usable_area")]
    title += [text("land_share", 100, empty=True), text("attached", 300, empty=True), text("garage", 200, empty=True)]
    sa.Table("title_lines", m, *scope(), *dated("title_lines"), *title)
    lease = [text("tenant", 100), *names("phone", "part", length=64), text("address", 200, empty=True)]
    lease += [text("fit_out", 300, empty=True), column("rent", Fen, empty=True)]
    sa.Table("lease_lines", m, *scope(), *dated("lease_lines"), *lease)


def draw_months(m: sa.MetaData) -> None:
    check = [column("month", sa.Date), text("register", 16), column("line_id"), of("unit_id", "units")]
    check += [text("unit_code", 64), column("right", sa.Boolean), text("note", 500, empty=True), column("at", UTC)]
    sa.Table("register_checks", m, *scope(), *check, text("by_name", 100))
    month = [column("month", sa.Date), text("register", 16), text("state", 32), column("as_of", sa.Date)]
    month += [column("due_on", sa.Date), column("lines", sa.JSON), text("seal", 64), text("reason", 500, empty=True)]
    month += [column("produced_at", UTC), column("reviewed_at", UTC, empty=True), *names("reviewed_by_name")]
    month += [text("review_note", 500, empty=True), column("signed_at", UTC, empty=True), *names("signed_by_name")]
    once = sa.UniqueConstraint("site_id", "month", "register")
    sa.Table("register_months", m, *scope(), *month, *stamps(), once)


def draw_agreements(m: sa.MetaData) -> None:
    facts = [of("household_id", "households", index=True), of("unit_id", "units"), text("unit_code", 64)]
    facts += [
        text("kind", 32),
        text("state", 32),
        text("title", 200),
        text("number", 64, empty=True),
        text("party", 100),
    ]
    facts += [column("begins", sa.Date), *(column(name, sa.Date, empty=True) for name in ("ends", "ended_on"))]
    facts += [*names("reason", "note", length=500), of("renews_id", "agreements", empty=True, unique=True)]
    facts += [column("reminded_for", sa.Date, empty=True), text("recorded_by_name", 100)]
    sa.Table("agreements", m, *scope(), *facts, *stamps(), sa.Index("ix_agreements_ends", "site_id", "state", "ends"))
    car = [of("household_id", "households", index=True), *names("plate", "plate_key", length=32, empty=False)]
    car += [text("description", 100, empty=True), text("space", 64, empty=True), text("card_number", 32, empty=True)]
    car += [column(name, sa.Date, empty=True) for name in ("from_day", "to_day")]
    one = only_one("uq_vehicles_plate", ("site_id", "plate_key"), "to_day IS NULL")
    sa.Table("vehicles", m, *scope(), *car, *stamps(), one)


def draw_files(m: sa.MetaData) -> None:
    change = [of("household_id", "households"), text("subject", 16), column("subject_id"), text("action", 32)]
    change += [column("before", sa.JSON), column("after", sa.JSON), column("at", UTC)]
    change += names("by", "by_name", empty=False)
    sa.Table("file_changes", m, *scope(), *change, sa.Index("ix_file_changes_household_at", "household_id", "at"))
    note = [of("household_id", "households"), text("text", 1000), column("at", UTC)]
    note += names("by", "by_name", empty=False)
    sa.Table("file_notes", m, *scope(), *note, sa.Index("ix_file_notes_household_at", "household_id", "at"))


def draw_items(m: sa.MetaData) -> None:
    item = [text("number", 32), text("kind", 32), text("category", 32), text("state", 32), text("name", 200)]
    item += [column("unit_id", empty=True, index=True), *names("unit_code", "hook", length=64)]
    item += [text("reason", 500, empty=True), *names("receiver"), column("changed_at", UTC), text("changed_by", 100)]
    once = [sa.UniqueConstraint("site_id", "number"), sa.Index("ix_key_items_page", "site_id", "number", "id")]
    sa.Table("key_items", m, *scope(), *item, *stamps(), *once)
    loan = [of("item_id", "key_items", index=True), text("number", 32), text("borrower_kind", 32)]
    loan += [text("borrower_name", 100), text("borrower_phone", 64, empty=True), column("person_id", empty=True)]
    loan += [column("confirmed_by_id", empty=True), *names("confirmed_by_name"), text("confirmed_how", 200, empty=True)]
    loan += [text("purpose", 500), column("lent_at", UTC), text("lent_by_name", 100), column("due_at", UTC)]
    loan += [text("extended_because", 500, empty=True)]
    loan += [column(name, UTC, empty=True) for name in ("chased_at", "closed_at")]
    loan += [text("outcome", 16, empty=True), *names("returned_by", "taken_back_by"), text("note", 500, empty=True)]
    out = only_one("uq_key_loans_out", ("item_id",), "closed_at IS NULL")
    due = sa.Index("ix_key_loans_due", "site_id", "closed_at", "due_at")
    sa.Table("key_loans", m, *scope(), *loan, out, due)


def draw_counts(m: sa.MetaData) -> None:
    count = [column("month", sa.Date), text("state", 32), column("drawn_at", UTC), text("drawn_by_name", 100)]
    count += [*names("surplus", "reason", length=500), column("signed_at", UTC, empty=True), *names("signed_by_name")]
    one = only_one("uq_key_counts_month", ("site_id", "month"), "state <> 'withdrawn'")
    sa.Table("key_counts", m, *scope(), *count, *stamps(), one)
    line = [of("count_id", "key_counts", index=True), of("item_id", "key_items"), column("position", sa.Integer)]
    line += [text("number", 32), text("kind", 32), text("name", 200), text("state", 32), *names("borrower_name")]
    line += [column("found", sa.Boolean, empty=True), text("explanation", 500, empty=True), *names("counted_by")]
    line += [column("counted_at", UTC, empty=True)]
    sa.Table("key_count_lines", m, *scope(), *line, sa.UniqueConstraint("count_id", "item_id"))


def draw_things(m: sa.MetaData) -> None:
    thing = [text("number", 32), text("out_number", 32, empty=True), text("kind", 32), text("state", 32)]
    thing += [text("description", 500), column("quantity", sa.Integer), column("amount", Fen, empty=True)]
    thing += [column("unit_id", empty=True, index=True), text("unit_code", 64, empty=True), text("giver_name", 100)]
    thing += [text("giver_phone", 64, empty=True), *names("for_whom"), column("keep_until", sa.Date, empty=True)]
    thing += [*names("kept_at"), of("item_id", "key_items", empty=True), column("taken_at", UTC)]
    thing += [text("taken_by_name", 100), column("closed_at", UTC, empty=True), *names("closed_by_name")]
    thing += [*names("receiver_name"), text("receiver_proof", 200, empty=True), text("note", 500, empty=True)]
    page = sa.Index("ix_entrusted_things_page", "site_id", "state", "taken_at", "id")
    once = sa.UniqueConstraint("site_id", "number")
    sa.Table("entrusted_things", m, *scope(), *thing, *stamps(), once, page)
