"""What a paid service costs, as billing last published it for the operator (RB-1)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.dispatch.models import Base
from shared.storage.columns import Fen
from shared.storage.tables import Identified, OperatorScoped


class PriceList(Identified, OperatorScoped, Base):
    """Which version of the operator's list the items below were copied from."""

    __tablename__ = "price_lists"
    __table_args__ = (UniqueConstraint("operator_id"),)

    source_version: Mapped[int]


class PriceItem(Identified, OperatorScoped, Base):
    """One line of the list within its dates; both days count."""

    __tablename__ = "price_items"
    __table_args__ = (UniqueConstraint("operator_id", "code", "valid_from"),)

    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[dict]
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(20))
    price: Mapped[Decimal] = mapped_column(Fen)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
