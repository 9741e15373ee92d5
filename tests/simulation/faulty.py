"""Mechanics with the one mistake that each real one was written to avoid; the simulation has to find them out."""

from sqlalchemy import text

from shared.messaging import outbox
from shared.messaging.consumer import Consumer
from shared.messaging.relay import Relay

from .house import WitnessedSettlement


class ForgetfulSettlement(WitnessedSettlement):
    """Remembers no event: whatever comes twice is handled twice."""

    def handle(self, arrivals, now) -> None:
        with self.store.work(None, now=now) as work:
            known = self.inbox.c.event_id.in_([arrival.event.id for arrival in arrivals])
            work.session.execute(self.inbox.delete().where(known))
        super().handle(arrivals, now)


class CarelessSettlement(WitnessedSettlement):
    """Drops what is due for another try."""

    def retry_due(self, now) -> int:
        with self.store.work(None, now=now) as work:
            work.session.execute(text("DELETE FROM parked_events WHERE state = 'waiting'"))
        return 0


class OptimisticRelay(Relay):
    """Marks first and sends then."""

    def send_round(self, now=None) -> int:
        with self.store.work(None, now=now) as work:
            rows = outbox.waiting(work.session, self.table, self.round_size)
            outbox.mark_sent(work.session, self.table, [row.position for row in rows], work.now)
        self.publisher.publish([(str(row.event_id), row.routing_key, row.body) for row in rows])
        return len(rows)


class HastyConsumer(Consumer):
    """Acknowledges first and handles then."""

    def settle(self, *how) -> None:
        self.pending[-1].ack(multiple=True)
        for letter in self.pending:
            letter.ack = lambda multiple=False: None
        super().settle(*how)
