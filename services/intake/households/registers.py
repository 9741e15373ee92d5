"""Title and lease register: dated lines that are never altered; a correction leaves the old line where it is (RF-2)."""

import uuid
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from services.intake.directory.models import SquareMetres
from services.intake.models import Base
from shared.storage.columns import Fen
from shared.storage.tables import Identified, Scoped


class Dated:
    """A line holds from a day to a day, both included, and as long as no later line corrects it.

    The row itself is only ever added: whoever asks what the register said last March is answered the same for ever.
    """

    @declared_attr
    def household_id(cls) -> Mapped[uuid.UUID]:
        return mapped_column(sa.ForeignKey("households.id"), index=True)

    @declared_attr
    def unit_id(cls) -> Mapped[uuid.UUID]:
        return mapped_column(sa.ForeignKey("units.id"), index=True)

    @declared_attr
    def corrects_id(cls) -> Mapped[uuid.UUID | None]:
        """Each line is corrected once at most: of two who do so at once the database refuses the second."""
        return mapped_column(sa.ForeignKey(f"{cls.__tablename__}.id"), unique=True)

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    struck: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    other: Mapped[str | None] = mapped_column(sa.String(500))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(sa.String(100))
    recorded_by_name: Mapped[str] = mapped_column(sa.String(100))

    def holds_with(self, first: date, last: date | None) -> bool:
        """Whether the line and the period have a day in common."""
        return (last is None or self.valid_from <= last) and (self.valid_to is None or first <= self.valid_to)


class TitleLine(Identified, Scoped, Dated, Base):
    """Who held the unit, by which title: 产权清册."""

    __tablename__ = "title_lines"

    holders: Mapped[list]
    certificate: Mapped[str | None] = mapped_column(sa.String(64))
    kind: Mapped[str | None] = mapped_column(sa.String(64))
    built_area: Mapped[Decimal | None] = mapped_column(SquareMetres)
    usable_area: Mapped[Decimal | None] = mapped_column(SquareMetres)
    land_share: Mapped[str | None] = mapped_column(sa.String(100))
    use: Mapped[str | None] = mapped_column(sa.String(64))
    attached: Mapped[str | None] = mapped_column(sa.String(300))
    garage: Mapped[str | None] = mapped_column(sa.String(200))

    @property
    def names(self) -> list[str]:
        return [holder["name"] for holder in self.holders]

    @property
    def part(self) -> None:
        """A title is of the whole unit."""
        return None


class LeaseLine(Identified, Scoped, Dated, Base):
    """Who rented the unit, or a part of it: 租赁清册."""

    __tablename__ = "lease_lines"

    tenant: Mapped[str] = mapped_column(sa.String(100))
    phone: Mapped[str | None] = mapped_column(sa.String(64))
    address: Mapped[str | None] = mapped_column(sa.String(200))
    part: Mapped[str | None] = mapped_column(sa.String(64))
    fit_out: Mapped[str | None] = mapped_column(sa.String(300))
    rent: Mapped[Decimal | None] = mapped_column(Fen)

    @property
    def names(self) -> list[str]:
        return [self.tenant]


REGISTERS = {"title": TitleLine, "lease": LeaseLine}
FACTS = {
    "title": (
        *("holders", "certificate", "kind", "built_area", "usable_area", "land_share"),
        *("use", "attached", "garage", "other"),
    ),
    "lease": ("tenant", "phone", "address", "part", "fit_out", "rent", "other"),
}


class RegisterCheck(Identified, Scoped, Base):
    """A leader compared one line of a register with what is (RF-2: spot checks each month). Only ever added to."""

    __tablename__ = "register_checks"

    month: Mapped[date]
    register: Mapped[str] = mapped_column(sa.String(16))
    line_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("units.id"))
    unit_code: Mapped[str] = mapped_column(sa.String(64))
    right: Mapped[bool]
    note: Mapped[str | None] = mapped_column(sa.String(500))
    at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(sa.String(100))
