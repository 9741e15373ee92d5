"""Time's door of Open311: a post is remembered for as long as the longest hours a site may set, and then forgotten."""

from datetime import timedelta

from sqlalchemy import delete

from shared.timers import Clock

from .models import Open311Post

KEPT = timedelta(days=90)

clock = Clock()


@clock.every(86400)
def sweep_open311_posts(store, now):
    with store.work(None, now=now) as work:
        work.session.execute(delete(Open311Post).where(Open311Post.posted_at < now - KEPT))
