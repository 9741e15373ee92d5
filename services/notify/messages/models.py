"""A message and its attempts; one table says how it may move."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notify.models import Base
from shared.storage.tables import Identified, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move


class MessageState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


S = MessageState
HOUSE = ("system",)
RESENDERS = ("desk", "night_duty", "supervisor", "manager")
LIFECYCLE = Lifecycle(
    MessageState,
    moves=[
        Move("start", (S.QUEUED, S.DEFERRED, S.SENDING), S.SENDING, who=HOUSE),  # again after a crash: same id
        Move("defer", (S.QUEUED, S.DEFERRED), S.DEFERRED, who=HOUSE),
        Move("retry", (S.SENDING,), S.QUEUED, who=HOUSE),
        Move("hand_over", (S.SENDING,), S.SENT, who=HOUSE),
        Move("confirm", (S.SENT,), S.DELIVERED, who=HOUSE),
        Move("fail", (S.QUEUED, S.DEFERRED, S.SENDING), S.FAILED, who=HOUSE, requires=("reason",)),
        Move("suppress", (S.QUEUED, S.DEFERRED), S.SUPPRESSED, who=HOUSE, requires=("reason",)),
        Move("resend", (S.FAILED, S.SUPPRESSED), S.QUEUED, who=RESENDERS),
    ],
)


class Message(Identified, Scoped, Versioned, Stamped, Base):
    """`origin_id` is the event (or the cause two events share) that it tells of: never told twice to one recipient."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("origin_id", "recipient", "kind"),
        Index(None, "ticket_id"),
        Index(None, "site_id", "recipient", "created_at"),
    )

    origin_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(64))
    recipient: Mapped[str] = mapped_column(String(100))  # person:<id>, caller:<ticket>, unit:<id>, role:<name>
    ticket_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID | None]
    name: Mapped[str | None] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10))
    urgent: Mapped[bool]
    words: Mapped[dict]
    channels: Mapped[list]  # in the order in which they are tried
    channel: Mapped[str | None] = mapped_column(String(20))  # the one in turn
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    reason: Mapped[str | None] = mapped_column(String(500))
    tries: Mapped[int] = mapped_column(default=0)
    channel_tries: Mapped[int] = mapped_column(default=0)
    granted: Mapped[int] = mapped_column(default=0)  # tries made before a person asked for more
    next_at: Mapped[datetime | None]
    subject: Mapped[str | None] = mapped_column(String(1000))
    body: Mapped[str | None] = mapped_column(Text)
    delivered_at: Mapped[datetime | None]

    def move(self, action: str, principal, **facts) -> None:
        LIFECYCLE.move(self, action, principal, **facts)
        self.reason = facts.get("reason")

    @property
    def address(self) -> str:
        return {"sms": self.phone, "email": self.email}.get(self.channel or "") or ""


class Attempt(Identified, Scoped, Base):
    """One send: written before the outside call, completed after it."""

    __tablename__ = "message_attempts"
    __table_args__ = (UniqueConstraint("message_id", "number"),)

    message_id: Mapped[uuid.UUID]
    number: Mapped[int]
    channel: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(500))
    status: Mapped[int | None]
