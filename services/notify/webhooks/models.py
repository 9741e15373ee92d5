"""Who is told of ticket changes, each change to tell, and every attempt to tell it (RV-9)."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notify.models import Base
from shared.storage.tables import Identified, OperatorScoped, Scoped, Stamped, Versioned
from shared.transitions import Lifecycle, Move


class SubscriptionState(StrEnum):
    ENABLED = "enabled"
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    SKIPPED = "skipped"


E, D = SubscriptionState, DeliveryState
KEEPERS = ("admin", "supervisor", "manager")
SETTLED = (D.DELIVERED, D.SKIPPED)
SUBSCRIPTION = Lifecycle(
    SubscriptionState,
    moves=[
        Move("enable", (E.ENABLED, E.DISABLED), E.ENABLED),
        Move("disable", (E.ENABLED, E.DISABLED), E.DISABLED, who=("system", "admin"), requires=("reason",)),
    ],
)
DELIVERY = Lifecycle(
    DeliveryState,
    moves=[
        Move("acknowledge", (D.PENDING,), D.DELIVERED, who=("system",)),
        Move("skip", (D.PENDING,), D.SKIPPED, who=("system",)),
        Move("give_up", (D.PENDING,), D.GIVEN_UP, who=("system",)),
        Move("resend", (D.GIVEN_UP, D.DELIVERED), D.PENDING, who=KEEPERS),
    ],
)


class Subscription(Identified, OperatorScoped, Versioned, Stamped, Base):
    """`id` is the id of the integration, known by it within its operator. The secret signs and is never shown."""

    __tablename__ = "webhook_subscriptions"

    operator_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)

    url: Mapped[str] = mapped_column(String(2000))
    secret: Mapped[str] = mapped_column(String(120))
    events: Mapped[list]
    site_ids: Mapped[list | None]
    state: Mapped[SubscriptionState] = mapped_column(default=SubscriptionState.ENABLED)
    reason: Mapped[str | None] = mapped_column(String(500))
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    paused_until: Mapped[datetime | None]

    @property
    def site_id(self) -> None:
        """An integration may serve several sites: its lifecycle asks for roles held at every one."""

    def move(self, action: str, principal, **facts) -> None:
        SUBSCRIPTION.move(self, action, principal, **facts)
        self.reason = facts.get("reason")

    def wants(self, event: str, site_id: uuid.UUID) -> bool:
        return event in self.events and (self.site_ids is None or str(site_id) in self.site_ids)


class Delivery(Identified, Scoped, Versioned, Stamped, Base):
    """One change of one ticket. Changes nobody asked for are kept as skipped, so that the count has no hole."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("ticket_id", "sequence"),
        Index(None, "integration_id", "state", "next_at"),
    )

    integration_id: Mapped[uuid.UUID]
    ticket_id: Mapped[uuid.UUID]
    number: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PENDING)
    tries: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime | None]
    next_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    status: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(String(500))

    def move(self, action: str, principal) -> None:
        DELIVERY.move(self, action, principal)


class DeliveryAttempt(Identified, Scoped, Base):
    __tablename__ = "webhook_attempts"
    __table_args__ = (Index(None, "delivery_id"),)

    delivery_id: Mapped[uuid.UUID]
    number: Mapped[int]
    at: Mapped[datetime]
    result: Mapped[str] = mapped_column(String(16))
    status: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(String(500))
