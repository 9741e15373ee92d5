"""Places, households and accounts, on top of the plumbing.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import UTC
from shared.storage.security import protect
from shared.storage.tables import NAMES, create_plumbing, drop_plumbing

revision, down_revision, branch_labels, depends_on = "0001", None, None, None

BY_SITE = ("sites", "departments", "buildings", "units", "unit_names")
BY_SITE += ("households", "people", "person_phones", "household_readings")
BY_OPERATOR = ("categories", "accounts", "sign_in_sessions", "integrations", "api_keys", "push_secrets")
OPEN = ("operators", "sign_in_tries")


def upgrade() -> None:
    create_plumbing(op)
    metadata = sa.MetaData(naming_convention=NAMES)
    for draw in (draw_places, draw_categories, draw_households, draw_people, draw_accounts, draw_integrations):
        draw(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table in BY_SITE:
        protect(op, table)
    for table in BY_OPERATOR:
        protect(op, table, by_site=False)


def downgrade() -> None:
    children_first = (*reversed(BY_SITE), *reversed(BY_OPERATOR), *OPEN)
    for table in children_first:
        op.drop_table(table)
    drop_plumbing(op)


def column(name: str, kind, *, empty: bool = False, **options) -> sa.Column:
    return sa.Column(name, kind, nullable=empty, **options)


def text(name: str, length: int, **options) -> sa.Column:
    return column(name, sa.String(length), **options)


def ident() -> sa.Column:
    return sa.Column("id", sa.Uuid, primary_key=True)


def operator() -> sa.Column:
    return column("operator_id", sa.Uuid, index=True)


def scope() -> list[sa.Column]:
    return [ident(), operator(), column("site_id", sa.Uuid, index=True)]


def names() -> list[sa.Column]:
    return [text("name_zh", 200), text("name_en", 200)]


def stamps() -> list[sa.Column]:
    return [column("created_at", UTC), column("updated_at", UTC)]


def version() -> sa.Column:
    return column("version", sa.Integer)


def belongs_to(name: str, target: str, **options) -> sa.Column:
    return sa.Column(name, sa.Uuid, sa.ForeignKey(f"{target}.id"), nullable=False, **options)


def draw_places(m: sa.MetaData) -> None:
    code = text("code", 32)
    sa.Table("operators", m, ident(), text("code", 32, unique=True), *names(), *stamps())
    site = (code, text("timezone", 64), text("currency", 3), column("settings", sa.JSON), version())
    sa.Table("sites", m, *scope(), *names(), *site, *stamps(), sa.UniqueConstraint("operator_id", "code"))
    one_code = lambda: sa.UniqueConstraint("site_id", "code")  # noqa: E731
    sa.Table("departments", m, *scope(), *names(), text("code", 32), *stamps(), one_code())
    building = (text("code", 32), column("aliases", sa.JSON), version())
    sa.Table("buildings", m, *scope(), *names(), *building, *stamps(), one_code())
    unit = (
        belongs_to("building_id", "buildings", index=True),
        text("code", 64),
        text("label", 200),
        column("floor", sa.Integer, empty=True),
        text("use", 32),
        column("built_area", sa.BigInteger, empty=True),
        column("usable_area", sa.BigInteger, empty=True),
        column("aliases", sa.JSON),
        column("active", sa.Boolean),
        version(),
    )
    sa.Table("units", m, *scope(), *unit, *stamps(), one_code())
    name = (belongs_to("unit_id", "units", index=True), text("key", 200), column("rank", sa.Integer))
    sa.Table("unit_names", m, *scope(), *name, sa.Index("ix_unit_names_site_key", "site_id", "key"))


def draw_categories(m: sa.MetaData) -> None:
    facts = (
        text("code", 64),
        text("place", 32),
        text("object", 64),
        text("problem", 64),
        text("kind", 32),
        text("trade", 32),
        text("follow_up", 32),
        text("priority", 16),
        column("valid_from", sa.Date, empty=True),
        column("valid_to", sa.Date, empty=True),
        version(),
    )
    one_code = sa.UniqueConstraint("operator_id", "code")
    sa.Table("categories", m, ident(), operator(), *names(), *facts, *stamps(), one_code)


def draw_households(m: sa.MetaData) -> None:
    dates = (column("reviewed_at", UTC, empty=True), column("announced_on", sa.Date, empty=True))
    file = (belongs_to("unit_id", "units", unique=True), *dates, version())
    sa.Table("households", m, *scope(), *file, *stamps())
    reading = (
        belongs_to("household_id", "households"),
        text("reader", 100),
        text("reader_name", 100),
        text("action", 32),
        column("unmasked", sa.Boolean),
        column("at", UTC),
    )
    latest = sa.Index("ix_household_readings_household_at", "household_id", "at")
    sa.Table("household_readings", m, *scope(), *reading, latest)


def draw_people(m: sa.MetaData) -> None:
    person = (
        belongs_to("household_id", "households", index=True),
        text("name", 100),
        text("role", 32),
        column("from_day", sa.Date, empty=True),
        column("to_day", sa.Date, empty=True),
        text("email", 254, empty=True),
        text("language", 10),
        column("channels", sa.JSON),
        column("opted_out", sa.Boolean),
        version(),
    )
    sa.Table("people", m, *scope(), *person, *stamps())
    number = (belongs_to("person_id", "people", index=True), text("raw", 64), text("e164", 20, empty=True))
    caller = sa.Index("ix_person_phones_site_e164", "site_id", "e164")
    sa.Table("person_phones", m, *scope(), *number, column("position", sa.Integer), caller)


def draw_accounts(m: sa.MetaData) -> None:
    account = (
        text("login", 100, unique=True),
        text("name", 100),
        text("password_hash", 255),
        column("roles", sa.JSON),
        text("staff", 64, empty=True),
        column("disabled", sa.Boolean),
        column("password_changed_at", UTC),
        version(),
    )
    sa.Table("accounts", m, ident(), operator(), *account, *stamps())
    session = (
        belongs_to("account_id", "accounts", index=True),
        text("secret_hash", 64),
        text("former_hash", 64, empty=True),
        column("started_at", UTC),
        column("renewed_at", UTC),
        column("expires_at", UTC, index=True),
        column("ended_at", UTC, empty=True),
    )
    sa.Table("sign_in_sessions", m, ident(), operator(), *session)
    tries = (column("tries", sa.Integer), column("window_ends_at", UTC, index=True))
    sa.Table("sign_in_tries", m, sa.Column("key", sa.String(200), primary_key=True), *tries)


def draw_integrations(m: sa.MetaData) -> None:
    one_code = sa.UniqueConstraint("operator_id", "code")
    facts = (text("code", 64), text("name", 200), column("site_ids", sa.JSON), column("profile", sa.JSON))
    facts += (column("disabled", sa.Boolean), version())
    sa.Table("integrations", m, ident(), operator(), *facts, *stamps(), one_code)
    for table, secret in (("api_keys", text("secret_hash", 64)), ("push_secrets", column("secret", sa.LargeBinary))):
        key = (belongs_to("integration_id", "integrations", index=True), secret, column("expires_at", UTC, empty=True))
        sa.Table(table, m, ident(), operator(), *key, *stamps())
