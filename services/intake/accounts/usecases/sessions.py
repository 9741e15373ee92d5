"""A browser's session: a row that can be ended, a cookie that changes with every renewal."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from services.intake.accounts import keys
from services.intake.accounts.models import Account, SignInSession
from services.intake.accounts.queries import live_session
from shared.ids import new_id
from shared.principal import Principal

SAME_MOMENT = timedelta(seconds=60)  # two tabs that renew at once both come with the former cookie


def start_session(work, account: Account) -> tuple[str, datetime]:
    """Returns the cookie and when it ends at the latest."""
    secret = keys.new_secret()
    until = work.now + timedelta(hours=work.store.settings.session_hours)
    session = SignInSession(id=new_id(), account_id=account.id, secret_hash=keys.hash_of(secret))
    session.started_at = session.renewed_at = work.now
    session.expires_at = until
    work.session.add(session)
    return keys.write_pair(session.id, secret), until


def renew_session(work, cookie: str | None) -> tuple[Account, str, datetime] | None:
    """The account, the new cookie, and the session's end; None when there is no such session any more.

    A cookie that was replaced more than a minute ago is in the wrong hands: the session is ended for everybody.
    """
    given = keys.read_pair(cookie)
    found = live_session(work.session, given[0], work.now) if given else None
    if found is None:
        return None
    session, account = found
    secret = given[1]
    if keys.same(secret, session.secret_hash):
        return account, _rotate(work, session), session.expires_at
    if not keys.same(secret, session.former_hash):
        return None
    if work.now - session.renewed_at > SAME_MOMENT:
        session.ended_at = work.now
        who = Principal.system(account.operator_id, name="session")
        work.audit("account.session_in_wrong_hands", about=account, who=who)
        return None
    return account, cookie, session.expires_at


def _rotate(work, session: SignInSession) -> str:
    secret = keys.new_secret()
    session.former_hash, session.secret_hash = session.secret_hash, keys.hash_of(secret)
    session.renewed_at = work.now
    return keys.write_pair(session.id, secret)


def end_session(work, cookie: str | None) -> None:
    """Sign out this browser."""
    given = keys.read_pair(cookie)
    session = work.session.scalar(select(SignInSession).where(SignInSession.id == given[0])) if given else None
    if session is not None and (keys.same(given[1], session.secret_hash) or keys.same(given[1], session.former_hash)):
        session.ended_at = session.ended_at or work.now


def end_sessions_of(work, account: Account) -> None:
    """Everywhere at once: after a new password, or when the account is disabled."""
    still = update(SignInSession).where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
    work.session.execute(still.values(ended_at=work.now))
