"""Texts an operator has written; where there is none, the texts that come with the service are used."""

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notify.models import Base
from shared.storage.tables import Identified, OperatorScoped, Stamped, Versioned

EVERY_SITE = "*"
EVERY_CHANNEL = "*"


class Template(Identified, OperatorScoped, Versioned, Stamped, Base):
    """`site` is a site's id as text, or "*" for the operator's default: so the key has no NULL in it."""

    __tablename__ = "templates"
    __table_args__ = (UniqueConstraint("operator_id", "kind", "channel", "language", "site"),)

    kind: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    site: Mapped[str] = mapped_column(String(36))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(100))
