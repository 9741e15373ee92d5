"""A spreadsheet that was handed in: what is in it, what is not right in it, and how far it has been imported."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Boolean, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.principal import Principal
from shared.storage.tables import Identified, OperatorScoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move


class ImportState(StrEnum):
    RECEIVED = "received"
    UNREADABLE = "unreadable"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    DISCARDED = "discarded"


S = ImportState
SYSTEM = ("system",)
# whose file it is may bring it in or throw it away; the use cases see to that, as it belongs to no one site
LIFECYCLE = Lifecycle(
    ImportState,
    [
        Move("check", (S.RECEIVED,), S.CHECKED, who=SYSTEM),
        Move("give_up", (S.RECEIVED,), S.UNREADABLE, who=SYSTEM, requires=("problem",)),
        Move("carry_out", (S.CHECKED,), S.IMPORTING),
        Move("finish", (S.IMPORTING,), S.IMPORTED, who=SYSTEM),
        Move("discard", (S.CHECKED, S.UNREADABLE), S.DISCARDED),
    ],
)


class DirectoryImport(Identified, OperatorScoped, Versioned, Stamped, Base):
    """`content` goes when the import has ended: it holds people's names and numbers (RF-6)."""

    __tablename__ = "directory_imports"
    site_id = None  # it may speak of several

    file_name: Mapped[str] = mapped_column(String(200))
    state: Mapped[ImportState] = mapped_column(default=ImportState.RECEIVED)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    handed_in_by: Mapped[str] = mapped_column(String(100), index=True)
    handed_in_by_name: Mapped[str] = mapped_column(String(100))
    claims: Mapped[dict] = mapped_column(JSON)
    total: Mapped[int] = mapped_column(Integer, default=0)
    looked_at: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    partial: Mapped[bool] = mapped_column(Boolean, default=False)
    counts: Mapped[dict] = mapped_column(JSON, default=dict)
    refused: Mapped[list] = mapped_column(JSON, default=list, deferred=True)
    refused_count: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[str | None] = mapped_column(String(500))
    ended_at: Mapped[datetime | None] = mapped_column()
    held_until: Mapped[datetime | None] = mapped_column()
    forgotten: Mapped[bool] = mapped_column(Boolean, default=False)

    @property
    def acting(self) -> Principal:
        """Whoever asked for it last, with the roles of that moment."""
        return Principal.from_claims(self.claims)

    @property
    def progress(self) -> int:
        """Per cent of what is going on now."""
        gone = self.done if self.state in (S.IMPORTING, S.IMPORTED) else self.looked_at
        return 100 if not self.total else min(100, gone * 100 // self.total)

    @property
    def busy(self) -> bool:
        return self.state in (S.RECEIVED, S.IMPORTING)

    def move(self, action: str, principal, **facts) -> None:
        """Each step lets go of it: a version made after the step would be in the way of whoever has seen the step."""
        LIFECYCLE.move(self, action, principal, **facts)
        self.held_until = None
