"""One service as it runs, in one thread: its real relay, reader and clock, which die and are started again."""

from concurrent.futures import Executor, Future
from contextlib import nullcontext
from threading import Event
from types import SimpleNamespace

from sqlalchemy import text

from shared.messaging.consumer import Consumer
from shared.messaging.relay import Relay
from shared.messaging.settlement import Settlement

from .mishaps import Died, Mishaps
from .moment import moment
from .opening import service_of


class WitnessedSettlement(Settlement):
    """The real settlement; beside every effect, in the same transaction, one line says that it was made."""

    def answer(self, work, routing_key, run) -> None:
        super().answer(work, routing_key, run)
        lines = [{"event_id": str(arrival.event.id), "routing_key": routing_key} for arrival in run]
        work.session.execute(text("INSERT INTO witness VALUES (:event_id, :routing_key)"), lines)


class Impatient(Event):
    """A database that is away is waited for once; then the process is stopped, as by somebody who restarts things."""

    def wait(self, timeout=None) -> bool:
        moment.advance(timeout or 0)
        self.set()
        return True


class OneByOne(Executor):
    """Threads that are none: each is done before the next begins. Who dies takes the rest with them."""

    def submit(self, what, *given) -> Future:
        future = Future()
        try:
            future.set_result(what(*given))
        except Exception as error:
            future.set_exception(error)
        return future


class House:
    """One service with its processes."""

    settlement_kind, relay_kind, consumer_kind = WitnessedSettlement, Relay, Consumer

    def __init__(self, name: str, store, mishaps: Mishaps):
        self.name, self.store, self.mishaps = name, store, mishaps
        self.service = service_of(name)
        mishaps.watch(self)
        self.changes = 0  # commits of this service, and beside them what each process had seen when it found nothing
        self.idle: dict[str, tuple] = {}
        self.restart()

    def restart(self, process: str | None = None) -> None:
        """A process that died is there again and remembers nothing."""
        if process in (None, "relay"):
            self.relay = self.relay_kind(self.store, "simulated://")
        if process in (None, "consumer"):
            settlement = self.settlement_kind(self.store, self.service.settlement(self.store).answers)
            self.consumer = self.consumer_kind("simulated://", settlement, service=self.name)
        if process in (None, "clock"):
            self.clockwork = self.service.clockwork(self.store)

    def nothing_new(self, process: str, now=None) -> bool:
        """Spares a look that can find nothing: neither the database nor the time is another."""
        return self.idle.get(process) == (self.changes, now)

    def relay_round(self, broker) -> int | None:
        """How many left; None when the round was in doubt."""
        if self.nothing_new("relay"):
            return 0
        self.relay.publisher = broker
        try:
            sent = self.relay.send_round()
        except Died:
            self.restart("relay")
            return None
        except Exception:  # as its loop does: hang up and go on
            self.relay.hang_up()
            return None
        if not sent:
            self.idle["relay"] = (self.changes, None)
        return sent

    def read(self, broker, most: int) -> int | None:
        """Settle up to `most` letters; None when they come again."""
        letters = broker.hand_out(self.name, most)
        if not letters:
            return 0
        self.consumer.pending = letters
        try:
            self.consumer.settle(SimpleNamespace(line=nullcontext()), Impatient())
        except Died:
            self.restart("consumer")
        if not broker.queues[self.name].held:
            return len(letters)
        broker.queues[self.name].give_back()  # its connection ended with what it held
        return None

    def retry(self, now) -> int | None:
        try:
            return self.consumer.settlement.retry_due(now)
        except Died:
            self.restart("consumer")
        except Exception:
            return None
        return None

    def tick(self, now, most: int) -> int | None:
        if self.nothing_new("clock", now):
            return 0
        try:
            self.clockwork.renew()
            claimed = self.clockwork.round(OneByOne(), most)
        except Died:
            self.restart("clock")
            return None
        except Exception:
            return None
        if not claimed:
            self.idle["clock"] = (self.changes, now)
        return claimed
