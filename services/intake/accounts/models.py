"""Who may come in: accounts of people with their sessions, integrations with their keys, and failed tries."""

import uuid
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models import Base
from shared.storage.tables import Identified, OperatorScoped, Stamped, Versioned


class Account(Identified, OperatorScoped, Versioned, Stamped, Base):
    """A person's way in. `roles` maps a site's id, or "*", to role names (RO-1)."""

    __tablename__ = "accounts"

    login: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(255))
    roles: Mapped[dict] = mapped_column()
    staff: Mapped[str | None] = mapped_column(String(64))
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    password_changed_at: Mapped[datetime] = mapped_column()


class SignInSession(Identified, OperatorScoped, Base):
    """A browser that signed in. Only the hash of its secret is kept; every renewal gives it a new one."""

    __tablename__ = "sign_in_sessions"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    former_hash: Mapped[str | None] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column()
    renewed_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None] = mapped_column()


class SignInTries(Base):
    """How often a login, or an address, was tried within a window; known and unknown logins count alike.

    A platform's pushes are counted in the same way, under a key of their own (room `calls`).
    """

    __tablename__ = "sign_in_tries"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    tries: Mapped[int] = mapped_column(Integer)
    window_ends_at: Mapped[datetime] = mapped_column(index=True)


class Integration(Identified, OperatorScoped, Versioned, Stamped, Base):
    """A platform that pushes to us: where it may act, and the profile its records are read with (room `calls`).

    `edition` numbers the edition of the profile in force.
    """

    __tablename__ = "integrations"
    __table_args__ = (UniqueConstraint("operator_id", "code"),)

    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    site_ids: Mapped[list] = mapped_column(default=list)
    profile: Mapped[dict] = mapped_column(default=dict)
    edition: Mapped[int | None] = mapped_column(Integer)
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)


class ApiKey(Identified, OperatorScoped, Stamped, Base):
    """`fdk_<id>_<secret>`: 256 random bits, of which only the SHA-256 stays here. One of the sandbox opens nothing."""

    __tablename__ = "api_keys"

    integration_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("integrations.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    sandbox: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    expires_at: Mapped[datetime | None] = mapped_column()


class PushSecret(Identified, OperatorScoped, Stamped, Base):
    """What a platform signs its pushes with; kept readable, because checking a signature needs it."""

    __tablename__ = "push_secrets"

    integration_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("integrations.id"), index=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    sandbox: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    expires_at: Mapped[datetime | None] = mapped_column()
