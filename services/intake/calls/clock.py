"""Signatures are kept as long as their time stamp could still be taken for fresh, and then forgotten."""

from sqlalchemy import delete

from shared.timers import Clock

from .models import PushSignature
from .signatures import SWEPT_AFTER

clock = Clock()


@clock.every(60)
def sweep_push_signatures(store, now):
    with store.work(None, now=now) as work:
        work.session.execute(delete(PushSignature).where(PushSignature.seen_at < now - SWEPT_AFTER))
