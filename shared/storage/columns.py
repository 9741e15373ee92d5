"""Column types that both databases keep exactly: instants in UTC, money in whole fen."""

from datetime import UTC as UTC_ZONE
from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, DateTime, types


class UTC(types.TypeDecorator):
    """An aware instant, stored in UTC. A naive one is refused: SQLite would silently keep its wall time."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime  # asked for by the cursors of pages

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant without a zone cannot be stored.")
        value = value.astimezone(UTC_ZONE)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC_ZONE) if value.tzinfo is None else value.astimezone(UTC_ZONE)


class Fen(types.TypeDecorator):
    """Yuan as `Decimal` in code, whole fen in the database: sums stay exact on SQLite too (RB-5)."""

    impl = BigInteger
    cache_ok = True
    python_type = Decimal

    def process_bind_param(self, value: Decimal | None, dialect):
        if value is None:
            return None
        fen = Decimal(value) * 100
        if fen != fen.to_integral_value():
            raise ValueError(f"{value} has a part smaller than one fen.")
        return int(fen)

    def process_result_value(self, value: int | None, dialect):
        return None if value is None else (Decimal(value) / 100).quantize(Decimal("0.01"))
