"""Reading accounts, sessions and integrations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from shared.errors import NotFound, found
from shared.storage.scope import names_a_site_of

from .models import Account, ApiKey, Integration, PushSecret, SignInSession


def plain_login(login: str) -> str:
    """Logins do not tell capital from small letters."""
    return login.strip().casefold()


def find_login(session, login: str) -> Account | None:
    return session.scalar(select(Account).where(Account.login == plain_login(login)))


def find_account(session, account_id: UUID) -> Account:
    chosen = select(Account).where(Account.id == account_id, names_a_site_of(Account.roles, session.principal))
    return found(session.scalar(chosen), "account")


def find_own_account(session, principal) -> Account:
    account = find_login(session, principal.login) if principal.kind == "person" else None
    if account is None or account.disabled:
        raise NotFound("Only people who signed in here have an account.")
    return account


def accounts(asked: dict, principal):
    statement = select(Account).where(names_a_site_of(Account.roles, principal))
    if asked.get("login"):
        statement = statement.where(Account.login == plain_login(asked["login"]))
    if asked.get("disabled") is not None:
        statement = statement.where(Account.disabled.is_(asked["disabled"]))
    return statement


def find_integration(session, integration_id: UUID) -> Integration:
    own = names_a_site_of(Integration.site_ids, session.principal)
    return found(session.scalar(select(Integration).where(Integration.id == integration_id, own)), "integration")


def integrations(principal):
    return select(Integration).where(names_a_site_of(Integration.site_ids, principal))


def live_key(session, key_id: UUID, now: datetime) -> tuple[ApiKey, Integration] | None:
    """A key that has not expired, of an integration that is not disabled."""
    chosen = select(ApiKey, Integration).join(Integration, Integration.id == ApiKey.integration_id)
    chosen = chosen.where(ApiKey.id == key_id, Integration.disabled.is_(False), _live(ApiKey, now))
    return session.execute(chosen).one_or_none()


def live_secrets(session, integration_id: UUID, now: datetime) -> list[PushSecret]:
    """Those of the real thing and those of the sandbox; of each one, or two while the platform changes over."""
    chosen = select(PushSecret).where(PushSecret.integration_id == integration_id, _live(PushSecret, now))
    return list(session.scalars(chosen.order_by(PushSecret.id.desc())))


def live_push_secrets(session, integration_id: UUID, now: datetime) -> list[bytes]:
    """Of the real thing only; the newest first."""
    return [kept.secret for kept in live_secrets(session, integration_id, now) if not kept.sandbox]


def live_session(session, session_id: UUID, now: datetime) -> tuple[SignInSession, Account] | None:
    """Locked: of two tabs that renew at once the second must see what the first made of it."""
    chosen = select(SignInSession, Account).join(Account, Account.id == SignInSession.account_id)
    chosen = chosen.where(SignInSession.id == session_id, SignInSession.expires_at > now)
    chosen = chosen.where(SignInSession.ended_at.is_(None), Account.disabled.is_(False))
    return session.execute(chosen.with_for_update(of=SignInSession)).one_or_none()


def _live(model, now: datetime):
    return or_(model.expires_at.is_(None), model.expires_at > now)
