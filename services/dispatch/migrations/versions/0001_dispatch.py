"""Dispatch begins: the plumbing, copies of places and prices, and the people who work here."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from shared.storage.columns import UTC, Fen
from shared.storage.security import protect
from shared.storage.tables import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "sites",
    "units",
    "households",
    "price_lists",
    "price_items",
    "staff",
    "staff_certificates",
    "staff_shifts",
    "staff_sites",
)


def upgrade() -> None:
    create_plumbing(op)
    sites()
    units()
    households()
    price_lists()
    price_items()
    staff()
    staff_certificates()
    staff_shifts()
    staff_sites()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    drop_plumbing(op)


def table(name: str, *parts, by_site: bool = True) -> None:
    """A table of things with an id, within the walls of their operator and, mostly, their site."""
    scope = [Column("operator_id", sa.Uuid(), nullable=False)]
    if by_site:
        scope.append(Column("site_id", sa.Uuid(), nullable=False))
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, Column("id", sa.Uuid(), nullable=False), *scope, *parts, key)
    for column in scope:
        op.create_index(op.f(f"ix_{name}_{column.name}"), name, [column.name])
    protect(op, name, by_site=by_site)


def sites() -> None:
    table(
        "sites",
        Column("source_version", sa.Integer(), nullable=False),
        Column("code", sa.String(32), nullable=False),
        Column("name", sa.JSON(), nullable=False),
        Column("timezone", sa.String(64), nullable=False),
        Column("settings", sa.JSON(), nullable=False),
    )


def units() -> None:
    table(
        "units",
        Column("source_version", sa.Integer(), nullable=False),
        Column("code", sa.String(64), nullable=False),
        Column("label", sa.String(200), nullable=False),
        Column("building_id", sa.Uuid(), nullable=False),
        Column("building_name", sa.JSON(), nullable=False),
        Column("floor", sa.Integer()),
        Column("use", sa.String(32), nullable=False),
        Column("active", sa.Boolean(), nullable=False),
    )


def households() -> None:
    table(
        "households",
        Column("source_version", sa.Integer(), nullable=False),
        Column("unit_id", sa.Uuid(), nullable=False),
        Column("people", sa.JSON(), nullable=False),
    )
    op.create_index(op.f("ix_households_unit_id"), "households", ["unit_id"])


def price_lists() -> None:
    table(
        "price_lists",
        Column("source_version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("operator_id", name=op.f("uq_price_lists_operator_id")),
        by_site=False,
    )


def price_items() -> None:
    table(
        "price_items",
        Column("code", sa.String(64), nullable=False),
        Column("name", sa.JSON(), nullable=False),
        Column("kind", sa.String(20), nullable=False),
        Column("unit", sa.String(20), nullable=False),
        Column("price", Fen(), nullable=False),
        Column("valid_from", sa.Date(), nullable=False),
        Column("valid_to", sa.Date()),
        sa.UniqueConstraint("operator_id", "code", "valid_from", name=op.f("uq_price_items_operator_id_code_valid_from")),
        by_site=False,
    )


def staff() -> None:
    table(
        "staff",
        Column("code", sa.String(64), nullable=False),
        Column("login", sa.String(100), nullable=False),
        Column("name", sa.String(100), nullable=False),
        Column("trades", sa.JSON(), nullable=False),
        Column("on_duty", sa.Boolean(), nullable=False),
        Column("duty_since", UTC()),
        Column("version", sa.Integer(), nullable=False),
        Column("created_at", UTC(), nullable=False),
        Column("updated_at", UTC(), nullable=False),
        sa.UniqueConstraint("operator_id", "code", name=op.f("uq_staff_operator_id_code")),
        sa.UniqueConstraint("operator_id", "login", name=op.f("uq_staff_operator_id_login")),
        by_site=False,
    )


def staff_certificates() -> None:
    table(
        "staff_certificates",
        Column("staff_id", sa.Uuid(), nullable=False),
        Column("kind", sa.String(32), nullable=False),
        Column("number", sa.String(64), nullable=False),
        Column("valid_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_certificates_staff_id"), ondelete="CASCADE"),
        by_site=False,
    )
    op.create_index(op.f("ix_staff_certificates_staff_id"), "staff_certificates", ["staff_id"])


def staff_shifts() -> None:
    table(
        "staff_shifts",
        Column("staff_id", sa.Uuid(), nullable=False),
        Column("position", sa.Integer(), nullable=False),
        Column("weekdays", sa.JSON(), nullable=False),
        Column("start", sa.Time(), nullable=False),
        Column("end", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_shifts_staff_id"), ondelete="CASCADE"),
        by_site=False,
    )
    op.create_index(op.f("ix_staff_shifts_staff_id"), "staff_shifts", ["staff_id"])


def staff_sites() -> None:
    table(
        "staff_sites",
        Column("staff_id", sa.Uuid(), nullable=False),
        Column("at_site", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sites_staff_id"), ondelete="CASCADE"),
        sa.UniqueConstraint("staff_id", "at_site", name=op.f("uq_staff_sites_staff_id_at_site")),
        by_site=False,
    )
    op.create_index(op.f("ix_staff_sites_at_site"), "staff_sites", ["at_site"])
    op.create_index(op.f("ix_staff_sites_staff_id"), "staff_sites", ["staff_id"])
