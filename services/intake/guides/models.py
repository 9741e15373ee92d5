"""A site's own words for one kind of request; where it has none, those of the house stand (RD-18)."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned


class Guide(Identified, Scoped, Versioned, Stamped, Base):
    """`opening` is a sentence in both languages, `questions` and `read_back` are lists of such."""

    __tablename__ = "guides"
    __table_args__ = (sa.UniqueConstraint("site_id", "kind"),)

    kind: Mapped[str] = mapped_column(sa.String(32))
    opening: Mapped[dict]
    questions: Mapped[list]
    read_back: Mapped[list]
