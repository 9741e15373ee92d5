"""Billing begins: the plumbing, copies of places, and what things cost."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC, Fen
from shared.storage.security import protect
from shared.storage.tables import create_plumbing, drop_plumbing

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_plumbing(op)
    op.create_table(
        "sites",
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    op.create_index(op.f("ix_sites_operator_id"), "sites", ["operator_id"])
    op.create_index(op.f("ix_sites_site_id"), "sites", ["site_id"])
    op.create_table(
        "units",
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=False),
        sa.Column("building_name", sa.JSON(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=True),
        sa.Column("use", sa.String(length=32), nullable=False),
        sa.Column("built_area", sa.BigInteger(), nullable=True),
        sa.Column("usable_area", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_building_id"), "units", ["building_id"])
    op.create_index(op.f("ix_units_operator_id"), "units", ["operator_id"])
    op.create_index(op.f("ix_units_site_id"), "units", ["site_id"])
    op.create_table(
        "households",
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_index(op.f("ix_households_operator_id"), "households", ["operator_id"])
    op.create_index(op.f("ix_households_site_id"), "households", ["site_id"])
    op.create_index(op.f("ix_households_unit_id"), "households", ["unit_id"])
    op.create_table(
        "price_lists",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("published_at", UTC, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_lists")),
        sa.UniqueConstraint("operator_id", name=op.f("uq_price_lists_operator_id")),
    )
    op.create_index(op.f("ix_price_lists_operator_id"), "price_lists", ["operator_id"])
    op.create_table(
        "price_items",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("price", Fen, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_items")),
        sa.UniqueConstraint(
            "operator_id", "code", "valid_from", name=op.f("uq_price_items_operator_id_code_valid_from")
        ),
    )
    op.create_index(op.f("ix_price_items_operator_id"), "price_items", ["operator_id"])
    op.create_table(
        "fee_items",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("formula", sa.String(length=32), nullable=False),
        sa.Column("cycle", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_items")),
        sa.UniqueConstraint("operator_id", "code", name=op.f("uq_fee_items_operator_id_code")),
    )
    op.create_index(op.f("ix_fee_items_operator_id"), "fee_items", ["operator_id"])
    op.create_table(
        "fee_standards",
        sa.Column("fee_item_id", sa.Uuid(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["fee_item_id"], ["fee_items.id"], name=op.f("fk_fee_standards_fee_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_standards")),
        sa.UniqueConstraint("fee_item_id", "valid_from", name=op.f("uq_fee_standards_fee_item_id_valid_from")),
    )
    op.create_index(op.f("ix_fee_standards_operator_id"), "fee_standards", ["operator_id"])
    protect(op, "sites")
    protect(op, "units")
    protect(op, "households")
    protect(op, "price_lists", by_site=False)
    protect(op, "price_items", by_site=False)
    protect(op, "fee_items", by_site=False)
    protect(op, "fee_standards", by_site=False)


def downgrade() -> None:
    op.drop_table("fee_standards")
    op.drop_table("fee_items")
    op.drop_table("price_items")
    op.drop_table("price_lists")
    op.drop_table("households")
    op.drop_table("units")
    op.drop_table("sites")
    drop_plumbing(op)
