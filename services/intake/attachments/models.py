"""A file of a ticket, and what lies in the file store."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped


class StoredFile(Scoped, Base):
    """A file is written down here before it is stored: what nobody refers to is found by this, and removed."""

    __tablename__ = "stored_files"

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    size: Mapped[int]
    put_at: Mapped[datetime] = mapped_column(index=True)


class Attachment(Identified, Scoped, Base):
    """`received` is the seal of what was sent; pictures are drawn anew, so what is stored may be smaller."""

    __tablename__ = "attachments"
    __table_args__ = (
        sa.Index(
            "uq_attachments_received",
            "ticket_id",
            "received",
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        ),
    )

    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    position: Mapped[int]
    shape: Mapped[str] = mapped_column(sa.String(16))
    media_type: Mapped[str] = mapped_column(sa.String(64))
    extension: Mapped[str] = mapped_column(sa.String(8))
    given_name: Mapped[str | None] = mapped_column(sa.String(200))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    received: Mapped[str] = mapped_column(sa.String(64))
    key: Mapped[str | None] = mapped_column(sa.ForeignKey("stored_files.key"), index=True)
    thumbnail_key: Mapped[str | None] = mapped_column(sa.ForeignKey("stored_files.key"), index=True)
    note: Mapped[str | None] = mapped_column(sa.String(500))
    at: Mapped[datetime]
    by_subject: Mapped[str] = mapped_column(sa.String(100))
    by_name: Mapped[str] = mapped_column(sa.String(100))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None] = mapped_column(sa.String(100))
    remove_reason: Mapped[str | None] = mapped_column(sa.String(500))
