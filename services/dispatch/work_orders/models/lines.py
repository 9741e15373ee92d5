"""Lines of labour and material: first as quoted, then as done (RW-4)."""

import enum
import uuid
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, String, types
from sqlalchemy.orm import Mapped, mapped_column

from services.dispatch.models import Base
from shared.storage.columns import Fen
from shared.storage.tables import Identified, Scoped


class Thousandths(types.TypeDecorator):
    """An exact quantity with three places, kept as a whole number on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else int(Decimal(value).scaleb(3))

    def process_result_value(self, value, dialect):
        return None if value is None else Decimal(value).scaleb(-3)


class LineStage(enum.StrEnum):
    QUOTED = "quoted"
    DONE = "done"


class OrderLine(Identified, Scoped, Base):
    """One line; its price is the one of the day it was quoted or, unquoted, done."""

    __tablename__ = "work_order_lines"

    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_orders.id", ondelete="CASCADE"), index=True)
    stage: Mapped[LineStage]
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict]
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[Decimal] = mapped_column(Thousandths)
    price: Mapped[Decimal] = mapped_column(Fen)
    amount: Mapped[Decimal] = mapped_column(Fen)

    def told(self) -> dict:
        """This line as events tell it."""
        names = ("code", "name", "kind", "unit", "quantity", "price", "amount")
        return {name: getattr(self, name) for name in names}
