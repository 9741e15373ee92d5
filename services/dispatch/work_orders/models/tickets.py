"""What dispatch knows of a ticket besides its orders: whether it has ended, even before it was heard of."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.dispatch.models import Base
from shared.storage.tables import Identified, Scoped


class KnownTicket(Identified, Scoped, Base):
    """`id` is the ticket's. The versions are those of the ticket at its last end and its last reopening."""

    __tablename__ = "known_tickets"

    number: Mapped[str] = mapped_column(String(32))
    ended_version: Mapped[int]
    ended_by: Mapped[str | None] = mapped_column(String(32))
    reopened_version: Mapped[int]

    @property
    def ended(self) -> bool:
        return self.ended_version > self.reopened_version
