"""What the tables of all services share: naming, the columns every thing has, and the plumbing's own tables."""

import enum
import uuid
from datetime import UTC as UTC_ZONE
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from shared.ids import new_id

from .columns import UTC
from .guards import append_only, forward_only, lift
from .plumbing import audit_tables, plumbing_tables
from .security import protect

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
WORDS = sa.Enum(enum.StrEnum, native_enum=False, length=32, values_callable=lambda kind: [m.value for m in kind])


def make_base() -> type[DeclarativeBase]:
    """The declarative base of one service, with the plumbing tables already in its metadata."""

    class Base(DeclarativeBase):
        metadata = sa.MetaData(naming_convention=NAMES)
        type_annotation_map = {
            datetime: UTC,
            enum.StrEnum: WORDS,
            dict: sa.JSON,
            list: sa.JSON,
            uuid.UUID: sa.Uuid,
        }

    plumbing_tables(Base.metadata)
    audit_tables(Base.metadata)
    return Base


def create_plumbing(op) -> None:
    """For a service's first migration: the tables of outbox, inbox, timers and the rest."""
    metadata = sa.MetaData(naming_convention=NAMES)
    plumbing_tables(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)


def drop_plumbing(op) -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    plumbing_tables(metadata)
    metadata.drop_all(op.get_bind(), checkfirst=False)


def create_audit(op) -> None:
    """For a later migration of a service: the audit trail, which nobody may rewrite, not even its owner."""
    metadata = sa.MetaData(naming_convention=NAMES)
    audit_tables(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table in ("audit_entries", "audit_heads"):
        protect(op, table, by_site=False)
    for guard, table in ((append_only, "audit_entries"), (forward_only, "audit_heads")):
        guard(op, table, function="refuse_to_rewrite", said="is never rewritten: what was done stays on record")


def drop_audit(op) -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    audit_tables(metadata)
    metadata.drop_all(op.get_bind(), checkfirst=False)
    lift(op, "refuse_to_rewrite")


class Identified:
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)


class OperatorScoped:
    """Rows of one operator; the session filters them and fills the column."""

    @declared_attr
    def operator_id(cls) -> Mapped[uuid.UUID]:
        return mapped_column(sa.Uuid, nullable=False, index=True)


class Scoped(OperatorScoped):
    """Rows of one site of one operator (RO-1)."""

    @declared_attr
    def site_id(cls) -> Mapped[uuid.UUID]:
        return mapped_column(sa.Uuid, nullable=False, index=True)


class Versioned:
    """Of two people acting at once exactly one wins: every write checks the version it read."""

    version: Mapped[int] = mapped_column(nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict:
        return {"version_id_col": cls.version}


class Stamped:
    created_at: Mapped[datetime] = mapped_column(UTC, default=lambda: datetime.now(UTC_ZONE))
    updated_at: Mapped[datetime] = mapped_column(
        UTC, default=lambda: datetime.now(UTC_ZONE), onupdate=lambda: datetime.now(UTC_ZONE)
    )
