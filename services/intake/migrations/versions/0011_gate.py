"""Visitors, parcels, release passes, slips, receptions and bookings."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC, Fen
from shared.storage.guards import append_only, lift, no_overlap
from shared.storage.security import protect
from shared.storage.tables import NAMES

revision, down_revision, branch_labels, depends_on = "0011", "0010", None, None

TABLES = ("release_passes", "release_pass_checks", "visitors", "gate_enquiries", "parcels", "facilities", "bookings")
TABLES += ("slips", "slip_summaries", "receptions")
EVIDENCE = ("release_pass_checks", "slip_summaries")
REFUSES = "refuse_to_rewrite_gate"
SPANS = {"by": "facility_id", "since": "starts_at", "until": "ends_at", "when": "state = 'booked'"}
SPANS |= {"said": "bookings of one facility may not meet"}


def upgrade() -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    for draw in (*AT_THE_GATE, *IN_THE_HOUSE):
        draw(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table in TABLES:
        protect(op, table)
    for table in EVIDENCE:
        append_only(op, table, function=REFUSES, said="is never rewritten: what was seen or told stays on record")
    no_overlap(op, "bookings", **SPANS)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    lift(op, REFUSES)


def column(name: str, kind=sa.Uuid, *, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def moments(*names: str, empty: bool = True) -> list[sa.Column]:
    return [column(name, UTC, empty=empty) for name in names]


def scope() -> list[sa.Column]:
    own = sa.Column("id", sa.Uuid, primary_key=True)
    return [own, column("operator_id", index=True), column("site_id", index=True)]


def stamps() -> list[sa.Column]:
    return [column("version", sa.Integer), column("created_at", UTC), column("updated_at", UTC)]


def belongs_to(name: str, target: str) -> sa.Column:
    return sa.Column(name, sa.Uuid, sa.ForeignKey(f"{target}.id"), nullable=False, index=True)


def only_one(name: str, by: list[str], when: str) -> sa.Index:
    return sa.Index(name, *by, unique=True, sqlite_where=sa.text(when), postgresql_where=sa.text(when))


def draw_passes(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), text("code", 16), column("unit_id", index=True)]
    facts += [
        text("unit_code", 64),
        text("purpose", 32),
        column("items", sa.JSON),
        column("remark", sa.Text, empty=True),
    ]
    facts += [
        text("carrier_name", 100, empty=True),
        text("carrier_phone", 64, empty=True),
        text("plate", 32, empty=True),
    ]
    facts += moments("valid_from", "valid_until", "requested_at", empty=False)
    facts += [text("requested_by", 100), text("requested_by_name", 100), text("consent_by", 100, empty=True)]
    facts += [column("consent_person_id", empty=True), text("consent_how", 32, empty=True), *moments("issued_at")]
    facts += [text("issued_by_name", 100, empty=True), *moments("used_at"), text("used_by", 100, empty=True)]
    facts += [text("used_by_name", 100, empty=True), text("gate", 64, empty=True), *moments("ended_at")]
    facts += [text("end_reason", 500, empty=True)]
    page = sa.Index("ix_release_passes_page", "site_id", "requested_at", "id")
    sa.Table("release_passes", m, *scope(), *facts, *stamps(), sa.UniqueConstraint("operator_id", "code"), page)
    seen = [belongs_to("pass_id", "release_passes"), column("at", UTC), text("outcome", 16)]
    seen += [
        text("reason", 500, empty=True),
        text("gate", 64, empty=True),
        text("by_subject", 100),
        text("by_name", 100),
    ]
    sa.Table("release_pass_checks", m, *scope(), *seen)


def of_unit(*, empty: bool = False) -> list[sa.Column]:
    return [column("unit_id", index=True, empty=empty), text("unit_code", 64, empty=empty)]


def perhaps(*said: tuple[str, int]) -> list[sa.Column]:
    return [text(name, length, empty=True) for name, length in said]


def draw_visitors(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), text("name", 100), *perhaps(("phone", 64), ("company", 100))]
    facts += [*perhaps(("document", 32)), column("people", sa.Integer), *perhaps(("plate", 32)), text("purpose", 200)]
    facts += [*of_unit(empty=True), *perhaps(("host_name", 100)), *moments("expected_from", "expected_until")]
    facts += [*moments("registered_at", empty=False), text("registered_by_name", 100)]
    facts += [*moments("asked_at", "contacted_at"), *perhaps(("contacted_how", 32)), column("contacts", sa.Integer)]
    facts += [*moments("answered_at"), *perhaps(("answered_by", 100), ("handled_by_name", 100), ("message", 500))]
    facts += [*perhaps(("badge", 32)), *moments("admitted_at"), *perhaps(("admitted_by_name", 100))]
    facts += [*moments("left_at"), *perhaps(("left_by_name", 100), ("end_reason", 500))]
    lists = [sa.Index("ix_visitors_page", "site_id", "registered_at", "id")]
    lists.append(sa.Index("ix_visitors_state", "site_id", "state"))
    worn = only_one("uq_visitors_badge", ["site_id", "badge"], "state = 'inside' AND badge IS NOT NULL")
    sa.Table("visitors", m, *scope(), *facts, *stamps(), *lists, worn)


def draw_enquiries(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), *of_unit(), text("what", 500)]
    facts += [*perhaps(("carrier_name", 100), ("plate", 32), ("gate", 64)), *moments("asked_at", empty=False)]
    facts += [text("asked_by_name", 100), *moments("decided_at"), *perhaps(("decided_by_name", 100))]
    facts += [*perhaps(("basis", 500), ("reason", 500)), *moments("entered_at"), *perhaps(("entered_by_name", 100))]
    page = sa.Index("ix_gate_enquiries_page", "site_id", "asked_at", "id")
    sa.Table("gate_enquiries", m, *scope(), *facts, *stamps(), page)


def draw_parcels(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), text("kind", 32), text("direction", 32), *of_unit()]
    facts += perhaps(("for_name", 100), ("carrier", 100), ("tracking", 64), ("what", 200), ("shelf", 32))
    facts += [text("pickup_code", 8), *moments("received_at", empty=False), text("received_by_name", 100)]
    facts += [column("chased", sa.Integer), *moments("chased_at", "collected_at"), *perhaps(("collected_by", 100))]
    facts += perhaps(("signed_how", 32), ("handed_over_by_name", 100), ("end_reason", 500))
    page = sa.Index("ix_parcels_page", "site_id", "received_at", "id")
    sa.Table("parcels", m, *scope(), *facts, *stamps(), page)


def draw_facilities(m: sa.MetaData) -> None:
    facts = [text("code", 32), text("name_zh", 200), text("name_en", 200), text("kind", 32), *perhaps(("place", 200))]
    facts += [column("capacity", sa.Integer, empty=True), column("hours", sa.JSON)]
    facts += [column(name, sa.Integer) for name in ("slot_minutes", "longest_minutes", "ahead_days")]
    facts += [column(name, Fen) for name in ("price_per_hour", "deposit")]
    facts += [column(name, sa.Integer) for name in ("cancel_hours", "cancel_percent")]
    facts += [column("rules", sa.Text, empty=True), column("active", sa.Boolean)]
    sa.Table("facilities", m, *scope(), *facts, *stamps(), sa.UniqueConstraint("site_id", "code"))


def draw_bookings(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), belongs_to("facility_id", "facilities")]
    facts += [column("facility_name", sa.JSON), *moments("starts_at", "ends_at", empty=False), *of_unit(empty=True)]
    facts += [text("for_name", 100), *perhaps(("phone", 64)), column("people", sa.Integer, empty=True)]
    facts += [*perhaps(("purpose", 200)), *(column(name, Fen) for name in ("price", "price_per_hour", "deposit"))]
    facts += [*moments("free_until", empty=False), column("cancel_percent", sa.Integer)]
    facts += [*moments("booked_at", empty=False), text("booked_by_name", 100), *moments("ended_at")]
    facts += [*perhaps(("ended_by_name", 100), ("end_reason", 500)), column("fee", Fen, empty=True)]
    facts.append(column("charge_id", empty=True))
    sa.Table("bookings", m, *scope(), *facts, *stamps(), sa.Index("ix_bookings_page", "site_id", "starts_at", "id"))


def draw_slips(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), text("from_department", 32), text("to_department", 32)]
    facts += [text("subject", 200), column("text", sa.Text), column("unit_id", empty=True)]
    facts += [*perhaps(("unit_code", 64)), *moments("due_at", "sent_at", empty=False), text("sent_by", 100)]
    facts += [text("sent_by_name", 100), *moments("received_at"), *perhaps(("received_by_name", 100))]
    facts += [*moments("answered_at"), *perhaps(("answered_by_name", 100)), column("answer", sa.Text, empty=True)]
    facts += [column("times_sent_back", sa.Integer), *moments("overdue_told_at", "ended_at")]
    facts += perhaps(("ended_by_name", 100), ("reason", 500))
    lists = [sa.Index("ix_slips_page", "site_id", "sent_at", "id"), sa.Index("ix_slips_due", "site_id", "due_at")]
    sa.Table("slips", m, *scope(), *facts, *stamps(), *lists)
    week = [column("week", sa.Date), column("at", UTC), column("departments", sa.JSON)]
    sa.Table("slip_summaries", m, *scope(), *week, sa.UniqueConstraint("site_id", "week"))


def draw_receptions(m: sa.MetaData) -> None:
    facts = [text("number", 32), text("state", 32), text("kind", 32), text("title", 200), text("guests", 500)]
    facts += [column("people", sa.Integer), column("needs", sa.Text, empty=True), text("place", 200)]
    facts += [
        column("booking_id", empty=True),
        column("arrives_at", UTC),
        *moments("leaves_at"),
        column("planned_at", UTC),
    ]
    facts += [text("planned_by_name", 100), column("round_minutes", sa.Integer)]
    facts += [column(name, sa.JSON) for name in ("checks", "rounds", "supplies")]
    facts += [*moments("arrived_at"), *perhaps(("unchecked_reason", 500)), *moments("ended_at")]
    facts += [*perhaps(("ended_by_name", 100)), column("record", sa.Text, empty=True), *perhaps(("end_reason", 500))]
    page = sa.Index("ix_receptions_page", "site_id", "arrives_at", "id")
    sa.Table("receptions", m, *scope(), *facts, *stamps(), page)


AT_THE_GATE = (draw_passes, draw_visitors, draw_enquiries, draw_parcels)
IN_THE_HOUSE = (draw_facilities, draw_bookings, draw_slips, draw_receptions)
