"""Deliveries in hand: leased to one clock and renewed while it calls, so that a dead clock holds them only shortly."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event as Flag
from threading import Thread
from uuid import UUID

from sqlalchemy import update

from services.notify.webhooks.models import Delivery
from shared.leases import renew_until

LEASE = timedelta(seconds=30)


class Hold:
    """One batch. `until` is the end of its lease, and by that value the batch knows its deliveries again."""

    def __init__(self, store, principal, now: datetime, began: float):
        """`now` is what the clock said at the monotonic moment `began`."""
        self.store, self.principal = store, principal
        self.now, self.began = now, began
        self.ids: list[UUID] = []
        self.until = self._from_now()

    def take(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            delivery.leased_until = self.until
            self.ids.append(delivery.id)

    def renew(self) -> None:
        """What another clock has taken meanwhile, because this one was silent for too long, stays with it."""
        until = self._from_now()
        mine = update(Delivery).where(Delivery.id.in_(self.ids), Delivery.leased_until == self.until)
        with self.store.work(self.principal, now=self.now) as work:
            work.session.execute(mine.values(leased_until=until).execution_options(synchronize_session=False))
        self.until = until

    def _from_now(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self.began) + LEASE

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renewed until the calls are done."""
        over = Flag()
        renewing = Thread(target=renew_until, args=(over, self.renew, LEASE), name="webhook-leases", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            over.set()
            renewing.join()
