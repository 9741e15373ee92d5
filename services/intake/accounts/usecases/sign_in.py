"""Signing in by login and password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.intake.accounts import passwords
from services.intake.accounts.principals import principal_of
from services.intake.accounts.queries import find_login, plain_login
from services.intake.accounts.throttle import count_try, forgive
from services.intake.accounts.usecases.sessions import start_session
from shared.audit import WHOLE_OPERATOR
from shared.errors import TooMany, Unauthenticated
from shared.principal import Principal
from shared.web import tokens


@dataclass(frozen=True)
class SignedIn:
    """`cookie` is the session's secret for a browser; programs get none."""

    token: str
    expires_at: datetime
    principal: Principal
    cookie: str | None = None
    cookie_expires_at: datetime | None = None


def sign_in(store, login: str, password: str, *, address: str, now: datetime, keep: bool = False) -> SignedIn:
    """The only use case in several transactions: checking a password takes long, and no lock may be held meanwhile.

    The try is counted first and kept whatever follows. Raises TooMany with the seconds to wait, or Unauthenticated in
    the same words and after the same work for a wrong password, an unknown login and a disabled account.
    """
    login = plain_login(login)
    with store.work(None, now=now) as work:
        wait = count_try(work, login, address)
    if wait:
        raise TooMany("Too many tries. Wait a while and try again.", retry_after=wait)
    with store.reading(None) as session:
        account = find_login(session, login)
    right = passwords.is_right(account.password_hash if account else None, password)
    if account is None or not right or account.disabled:
        note_refusal(store, account, address, now)
        raise Unauthenticated("The login or the password is not right.")
    principal = principal_of(account)
    with store.work(principal, now=now) as work:
        forgive(work, login, address)
        cookie, until = start_session(work, account) if keep else (None, None)
        work.audit("account.signed_in", about=account, after={"address": address})
    return SignedIn(*token_for(principal, store.settings, now=now), principal, cookie, until)


def note_refusal(store, account, address: str, now: datetime) -> None:
    """On record, whether the login is known or not: both take the same time. What was typed as a login may be a
    password, so only a known one is named."""
    operator_id = account.operator_id if account else WHOLE_OPERATOR
    nobody = Principal("nobody", "person", "", "", operator_id, {})
    about = account or ("account", "unknown")
    why = "unknown login" if account is None else "disabled" if account.disabled else "wrong password"
    with store.work(None, now=now) as work:
        work.audit("account.sign_in_refused", about=about, who=nobody, after={"address": address}, because=why)


def token_for(principal: Principal, settings, *, now: datetime) -> tuple[str, datetime]:
    """A short-lived token and when it expires."""
    seconds = settings.token_seconds
    token = tokens.mint(settings.token_private_key, principal, now=now, seconds=seconds)
    return token, now.replace(microsecond=0) + timedelta(seconds=seconds)
