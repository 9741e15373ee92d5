"""What a service forgets, and when: events sent and handled, answers kept for repeated requests."""

from datetime import datetime, timedelta

from shared.messaging import inbox, outbox
from shared.timers import Clock

PERIOD = 3600
KEEP_ANSWERS = timedelta(hours=48)  # a repeated Idempotency-Key gets its first answer for this long

clock = Clock()


@clock.every(PERIOD)
def forget_the_old(store, now: datetime) -> None:
    """Each table by its own retention time; until then a reader can be replayed and a doubled event recognised."""
    settings = store.settings
    answers = store.table("idempotency")
    with store.work(None, now=now) as work:
        outbox.forget_sent(work.session, store.table("outbox"), now - timedelta(days=settings.keep_sent_days))
        inbox.forget_handled(work.session, store.table("inbox"), now - timedelta(days=settings.keep_handled_days))
        work.session.execute(answers.delete().where(answers.c.created_at < now - KEEP_ANSWERS))
