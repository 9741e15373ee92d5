"""The numbers of other services' papers: each is claimed once, and what was taken back ends no step (RM-4)."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped


class ClaimedReference(Identified, Scoped, Base):
    """One receipt pays one deposit: whoever names a number first keeps it, until the procedure is abandoned."""

    __tablename__ = "procedure_references"
    __table_args__ = (sa.UniqueConstraint("site_id", "reference"),)

    reference: Mapped[str] = mapped_column(sa.String(64))
    procedure_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("procedures.id"), index=True)


class TakenBack(Identified, Scoped, Base):
    """A bill or a payment was undone at this moment, heard before or after it was heard of at all."""

    __tablename__ = "procedure_reversals"
    __table_args__ = (sa.UniqueConstraint("site_id", "reference", "at"),)

    reference: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
