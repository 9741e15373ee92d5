"""Time's door: what nobody needs any more is forgotten."""

from datetime import timedelta

from sqlalchemy import delete, or_

from shared.timers import Clock

from .models import SignInSession, SignInTries

KEPT = timedelta(days=30)
clock = Clock()


@clock.every(3600)
def forget_old_sessions(store, now) -> None:
    """Windows of tries that are over, and sessions that ended a month ago."""
    with store.work(None, now=now) as work:
        work.session.execute(delete(SignInTries).where(SignInTries.window_ends_at <= now))
        over = or_(SignInSession.expires_at < now - KEPT, SignInSession.ended_at < now - KEPT)
        work.session.execute(delete(SignInSession).where(over))
