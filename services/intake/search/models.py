"""What each ticket is found by: not the words but their seals, 32 bits of a hash that is the operator's own.

PostgreSQL keeps row-level security in front of every index that is no plain comparison: an index of words on the
tickets themselves would never be used. So the seals stand in a table of their own, without names and without scope,
and mean nothing until they are joined to tickets, where both walls stand as always (RO-1, RF-6).
"""

import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base


class Seals(sa.types.TypeDecorator):
    """A list of numbers: an array for PostgreSQL's GIN, words of eight letters for SQLite's FTS5."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(ARRAY(sa.Integer) if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value, dialect):
        return value if dialect.name == "postgresql" or value is None else as_text(value)

    def coerce_compared_value(self, op, value):
        return self


def as_text(seals: list[int]) -> str:
    return " ".join(f"{seal & 0xFFFFFFFF:08x}" for seal in seals)


class TicketWords(Base):
    """`position` counts what arrived, so the newest are read first."""

    __tablename__ = "ticket_words"
    __table_args__ = (
        sa.Index(
            "ix_ticket_words_seals",
            "seals",
            postgresql_using="gin",
            # what waits to be sorted in is read through by every search: little waits
            postgresql_with={"gin_pending_list_limit": 256},
            info={"only": "postgresql"},
        ),
    )

    position: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    ticket_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    seals: Mapped[list] = mapped_column(Seals)
