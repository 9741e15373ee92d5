"""Time's door of the telephone: a call whose end nobody told of ends by itself."""

from datetime import timedelta

from sqlalchemy import update

from shared.timers import Clock

from .models import CallState, PhoneCall

LONGEST = timedelta(hours=12)

clock = Clock()


@clock.every(3600)
def end_lost_calls(store, now):
    with store.work(None, now=now) as work:
        lost = update(PhoneCall).where(PhoneCall.state != CallState.ENDED, PhoneCall.state_at < now - LONGEST)
        work.session.execute(lost.values(state=CallState.ENDED, state_at=now, cause="lost"))
