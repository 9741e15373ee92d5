"""The four services as they run, in one thread: real stores, settlements, relays, readers and clocks, which can die."""

import os
import random
import shutil
import sqlite3
import tempfile
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from types import SimpleNamespace

from sqlalchemy import event, text

from services.notify import service as notify
from services.notify.channels.breaker import Breaker
from services.notify.messages import clock as messages_clock
from shared.clockwork import Clockwork
from shared.messaging.consumer import Consumer
from shared.messaging.relay import Relay
from shared.messaging.settlement import Settlement
from shared.storage.migrate import upgrade

from .broker import Broker
from .mishaps import Died, Mishaps
from .moment import moment
from .opening import SERVICES, open_operator, service_of
from .outside import SMS

WITNESS = "CREATE TABLE witness (event_id TEXT NOT NULL, routing_key TEXT NOT NULL)"


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
            self.clockwork: Clockwork = self.service.clockwork(self.store)

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
            claimed = self.clockwork.claim(now, most)
            for timer in claimed:
                self.clockwork.fire(timer, now)
        except Died:
            self.restart("clock")
            return None
        except Exception:
            return None
        if not claimed:
            self.idle["clock"] = (self.changes, now)
        return len(claimed)


class Centre:
    """All four, on databases that are put back to the first morning for every seed."""

    def __init__(self, keys, house: type[House] = House):
        folder = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  memory where there is some
        self.folder = Path(tempfile.mkdtemp(prefix="frontdesk-simulation-", dir=folder))
        self.mishaps = Mishaps()
        self.stores = {name: self._open(name, keys) for name in SERVICES}
        self.houses = {name: house(name, store, self.mishaps) for name, store in self.stores.items()}
        self.first_morning: dict[str, sqlite3.Connection] = {}

    def _open(self, name: str, keys):
        service = service_of(name)
        own = {"token_private_key": keys[0]} if "token_private_key" in service.settings.__dataclass_fields__ else {}
        if service is notify.service:
            own = {"sms_url": SMS, "webhook_private_addresses": True, "webhook_threads": 1, "in_app": True}
        store = service.open_store(
            service.settings(
                database_url=f"sqlite:///{self.folder}/{name}.db",
                broker_url="embedded:///nowhere",
                token_public_keys=keys[1],
                **own,
            )
        )
        event.listen(store.engine, "connect", _not_safe_but_fast)
        upgrade(name, store.engine)
        with store.engine.begin() as connection:
            connection.exec_driver_sql(WITNESS)
        return store

    def open(self, keys) -> None:
        """Play the first morning and keep it."""
        broker = Broker(random.Random(0), moment)  # noqa: S311
        broker.calm = True

        def carry():
            while any(
                [(house.relay_round(broker) or 0) + (house.read(broker, 200) or 0) for house in self.houses.values()]
            ):
                continue

        self.place = open_operator(self.stores, keys, carry)
        for name, house in self.houses.items():
            house.clockwork.start(moment.now)
            self.first_morning[name] = sqlite3.connect(":memory:")
            with sqlite3.connect(self.folder / f"{name}.db") as found:
                found.backup(self.first_morning[name])
            found.close()

    def begin(self, dice) -> None:
        """The first morning again."""
        self.mishaps.start_over(dice)
        (self.folder / "book.jsonl").unlink(missing_ok=True)
        messages_clock.breaker = Breaker()
        for name, house in self.houses.items():
            with house.store.engine.connect() as connection:
                self.first_morning[name].backup(connection.connection.driver_connection)
            house.changes += 1
            house.restart()

    def close(self) -> None:
        for store in self.stores.values():
            store.close()
        for kept in self.first_morning.values():
            kept.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _not_safe_but_fast(connection, _record) -> None:
    """Only here: nothing of a simulated day has to survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")
