"""Fee items with dated standards, and the dated price list of paid services (RB-1)."""

import enum
import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.billing.columns import RATE
from services.billing.models import Base
from shared.storage.columns import Fen
from shared.storage.tables import Identified, OperatorScoped, Stamped


class PriceKind(enum.StrEnum):
    LABOUR = "labour"
    MATERIAL = "material"
    CALL_OUT = "call_out"


class Formula(enum.StrEnum):
    """How the amount of a fee item is found; the arithmetic belongs to the billing runs (RB-2)."""

    BUILT_AREA_RATE = "built_area_rate"
    USABLE_AREA_RATE = "usable_area_rate"
    FIXED = "fixed"
    METER_RATE = "meter_rate"
    APPORTIONED = "apportioned"
    IMPORTED = "imported"
    RENT = "rent"
    WORK_ORDER = "work_order"
    LATE = "late"


class Cycle(enum.StrEnum):
    ONCE = "once"
    DAILY = "daily"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class PriceList(Identified, OperatorScoped, Base):
    """One row per operator; `edition` grows with every publication, so readers know an old list from a new one."""

    __tablename__ = "price_lists"
    __table_args__ = (UniqueConstraint("operator_id"),)

    edition: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]


class PriceItem(Identified, OperatorScoped, Stamped, Base):
    """What one paid service costs between two days, both included."""

    __tablename__ = "price_items"
    __table_args__ = (UniqueConstraint("operator_id", "code", "valid_from"),)

    code: Mapped[str] = mapped_column(String(64))
    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    kind: Mapped[PriceKind]
    unit: Mapped[str] = mapped_column(String(20))
    price: Mapped[Decimal] = mapped_column(Fen)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    @property
    def name(self) -> dict:
        return {"zh": self.name_zh, "en": self.name_en}


class FeeItem(Identified, OperatorScoped, Stamped, Base):
    """Something a unit is charged for again and again, or once."""

    __tablename__ = "fee_items"
    __table_args__ = (UniqueConstraint("operator_id", "code"),)

    code: Mapped[str] = mapped_column(String(64))
    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    formula: Mapped[Formula]
    cycle: Mapped[Cycle]
    unit: Mapped[str | None] = mapped_column(String(20))
    standards: Mapped[list["FeeStandard"]] = relationship(order_by="FeeStandard.valid_from", lazy="selectin")

    def standard_on(self, day: date) -> "FeeStandard | None":
        """The standard in force on `day`."""
        begun = [standard for standard in self.standards if standard.valid_from <= day]
        return next((s for s in begun if s.valid_to is None or day <= s.valid_to), None)


class FeeStandard(Identified, OperatorScoped, Stamped, Base):
    """The rate of a fee item between two days, both included."""

    __tablename__ = "fee_standards"
    __table_args__ = (UniqueConstraint("fee_item_id", "valid_from"),)

    fee_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fee_items.id"))
    rate: Mapped[Decimal] = mapped_column(RATE)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
