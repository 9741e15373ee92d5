"""The four services on databases that are put back to the first morning for every simulated day."""

import os
import random
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import event

from services.notify import service as notify
from services.notify.channels.breaker import Breaker
from services.notify.messages import clock as messages_clock
from shared.storage.migrate import upgrade

from .broker import Broker
from .house import House
from .mishaps import Mishaps
from .moment import moment
from .opening import SERVICES, open_operator, service_of
from .outside import SMS

WITNESS = "CREATE TABLE witness (event_id TEXT NOT NULL, routing_key TEXT NOT NULL)"


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
        moment.start_over("")  # whatever was simulated before in this process: its moments would be taken for ours
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
        for remembered in what_processes_remember():
            for store in self.stores.values():
                remembered.pop(store, None)
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


def what_processes_remember() -> list[WeakKeyDictionary]:
    """What a module of the house keeps about a store in memory, which is gone on a new morning."""
    house = [module for name, module in list(sys.modules.items()) if name.startswith(("shared.", "services."))]
    return [kept for module in house for kept in vars(module).values() if isinstance(kept, WeakKeyDictionary)]


def _not_safe_but_fast(connection, _record) -> None:
    """Only here: nothing of a simulated day has to survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")
