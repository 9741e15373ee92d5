"""Copies of places, people and tickets, and the plumbing.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.security import protect
from shared.storage.tables import create_plumbing, drop_plumbing

revision, down_revision, branch_labels, depends_on = "0001", None, None, None

BY_SITE = ("sites", "units", "households", "contacts", "tickets")
BY_OPERATOR = ()


def upgrade() -> None:
    create_plumbing(op)
    create_sites()
    create_units()
    create_households()
    create_contacts()
    create_tickets()
    for table in BY_SITE:
        protect(op, table)
    for table in BY_OPERATOR:
        protect(op, table, by_site=False)


def downgrade() -> None:
    for table in reversed(BY_SITE + BY_OPERATOR):
        op.drop_table(table)
    drop_plumbing(op)


def column(name: str, kind, *, empty: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=empty)


def create_sites() -> None:
    op.create_table(
        "sites",
        column("heard_version", sa.Integer),
        column("code", sa.String(32)),
        column("name", sa.JSON),
        column("timezone", sa.String(64)),
        column("settings", sa.JSON),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    op.create_index(op.f("ix_sites_operator_id"), "sites", ["operator_id"])
    op.create_index(op.f("ix_sites_site_id"), "sites", ["site_id"])


def create_units() -> None:
    op.create_table(
        "units",
        column("heard_version", sa.Integer),
        column("code", sa.String(64)),
        column("label", sa.String(200)),
        column("building_id", sa.Uuid),
        column("active", sa.Boolean),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_operator_id"), "units", ["operator_id"])
    op.create_index(op.f("ix_units_site_id"), "units", ["site_id"])


def create_households() -> None:
    op.create_table(
        "households",
        column("heard_version", sa.Integer),
        column("unit_id", sa.Uuid),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_index(op.f("ix_households_operator_id"), "households", ["operator_id"])
    op.create_index(op.f("ix_households_site_id"), "households", ["site_id"])
    op.create_index(op.f("ix_households_unit_id"), "households", ["unit_id"])


def create_contacts() -> None:
    op.create_table(
        "contacts",
        column("household_id", sa.Uuid),
        column("unit_id", sa.Uuid),
        column("person_id", sa.Uuid),
        column("name", sa.String(100)),
        column("role", sa.String(20)),
        column("phone", sa.String(20), empty=True),
        column("email", sa.String(254), empty=True),
        column("language", sa.String(10)),
        column("channels", sa.JSON),
        column("opted_out", sa.Boolean),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_household_id"), "contacts", ["household_id"])
    op.create_index(op.f("ix_contacts_operator_id"), "contacts", ["operator_id"])
    op.create_index(op.f("ix_contacts_person_id"), "contacts", ["person_id"])
    op.create_index(op.f("ix_contacts_phone"), "contacts", ["phone"])
    op.create_index(op.f("ix_contacts_site_id"), "contacts", ["site_id"])
    op.create_index(op.f("ix_contacts_unit_id"), "contacts", ["unit_id"])


def create_tickets() -> None:
    op.create_table(
        "tickets",
        column("heard_version", sa.Integer),
        column("number", sa.String(32)),
        column("kind", sa.String(32)),
        column("category_name", sa.JSON, empty=True),
        column("follow_up", sa.String(32), empty=True),
        column("priority", sa.String(16)),
        column("unit_id", sa.Uuid, empty=True),
        column("place", sa.String(500), empty=True),
        column("person_id", sa.Uuid, empty=True),
        column("caller_name", sa.String(100), empty=True),
        column("caller_phone", sa.String(20), empty=True),
        column("caller_email", sa.String(254), empty=True),
        column("language", sa.String(10)),
        column("ended", sa.String(16), empty=True),
        column("ended_version", sa.Integer),
        column("ended_at", UTC, empty=True),
        column("reopened_at", UTC, empty=True),
        column("id", sa.Uuid),
        column("site_id", sa.Uuid),
        column("operator_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
    )
    op.create_index(op.f("ix_tickets_operator_id"), "tickets", ["operator_id"])
    op.create_index(op.f("ix_tickets_site_id"), "tickets", ["site_id"])
