"""Exact numbers with more places than money has: quantities and rates (RB-5)."""

from decimal import Decimal

from sqlalchemy import BigInteger, types


class Exact(types.TypeDecorator):
    """A `Decimal` with at most `places` places, kept as a whole number: exact on SQLite too.

    Storing a number with more places raises ValueError; nothing is rounded silently.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int):
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect):
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} places.")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect):
        return None if value is None else Decimal(value).scaleb(-self.places)


QUANTITY = Exact(3)
RATE = Exact(6)
