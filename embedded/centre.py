"""The whole centre on one machine: prepared, founded, started, supervised and stopped."""

import importlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from json import dumps

import requests

from .folder import SERVICES, DataFolder, write_private
from .founding import found
from .parts import every_part, few_parts
from .processes import Processes

START_SECONDS = 120
BATCH = "40"  # events a transaction: SQLite has one writer, and people wait for it too


@dataclass
class Centre:
    """`databases` and `broker` are addresses by service; without them everything lies in the folder.

    `apart` runs each service as in production: web, relay, consumer and clock as processes of their own.
    """

    folder: DataFolder
    port: int = 8000
    host: str = "127.0.0.1"
    databases: Mapping[str, str] | None = None
    broker: Mapping[str, str] | None = None
    extra: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    apart: bool = False
    tell: Callable[[str], None] = print
    processes: Processes = field(default_factory=Processes)
    password: str | None = None

    @property
    def url(self) -> str | dict[str, str]:
        """Where the doors are; each service at an address of its own when they run apart."""
        if self.apart:
            return {name: f"http://{self.host}:{self.port_of(name)}" for name in SERVICES}
        return f"http://{self.host}:{self.port}"

    def port_of(self, service: str) -> int:
        return self.port + (SERVICES.index(service) if self.apart else 0)

    def start(self):
        """Raises CentreDown with the log's last lines when a door does not open in time."""
        environs = {name: self.environ_of(name) for name in SERVICES}
        write_private(self.folder.settings_file, dumps(environs))
        self.migrate(environs)
        self.declare_bus()
        self.password = found(self.folder, environs["intake"], self.tell)
        self.processes.known = every_part(self, environs) if self.apart else few_parts(self, environs)
        self.processes.start()
        self.wait_until_open()
        self.folder.note_running(self.url, os.getpid())

    def stop(self):
        self.processes.stop()
        self.folder.forget_running()

    def environ_of(self, service: str) -> dict[str, str]:
        """The settings of one service, as it would find them in its environment."""
        private, public = self.folder.keys()
        mine = {
            "FRONTDESK_DATABASE_URL": (self.databases or {}).get(service) or self.folder.database_of(service),
            "FRONTDESK_BROKER_URL": (self.broker or {}).get(service) or self.folder.bus,
            "FRONTDESK_TOKEN_PUBLIC_KEYS": public,
        }
        if not self.databases:
            mine["FRONTDESK_PREFETCH"] = BATCH
        if service == "intake":
            mine["FRONTDESK_TOKEN_PRIVATE_KEY_FILE"] = str(private)
            mine["FRONTDESK_FILES_PLACE"] = f"folder://{self.folder.files}"
        return mine | dict(self.extra.get(service, {}))

    def migrate(self, environs: dict):
        from shared.storage.migrate import upgrade

        for name in SERVICES:
            service = importlib.import_module(f"services.{name}.service").service
            store = service.open_store(service.settings.read(environs[name]))
            upgrade(name, store.engine)
            store.close()
        self.tell(f"databases ready: {', '.join(SERVICES)}")

    def declare_bus(self):
        """The bus in the folder learns every reader before the first event; a RabbitMQ is given its definitions."""
        if self.broker:
            return
        from shared.contracts import all_contracts
        from shared.messaging import topology
        from shared.messaging.embedded import declare, path_of

        bus, inboxes = path_of(self.folder.bus), topology.queues(all_contracts())
        readers = [name.removesuffix(".inbox") for name in inboxes]
        dead = {topology.dead_of(reader): [topology.dead_of(reader)] for reader in readers}
        declare(bus, dead, topology.DEAD, kind="direct")
        arguments = {topology.inbox_of(reader): topology.inbox_arguments(reader) for reader in readers}
        declare(bus, inboxes, topology.EVENTS, arguments=arguments)
        self.tell("event bus ready")

    def wait_until_open(self):
        until, closed = time.monotonic() + START_SECONDS, list(SERVICES)
        pause = self.processes.over
        while closed and time.monotonic() < until:
            closed = [name for name in closed if not self.ready(name)]
            pause.wait(0.1)
        if closed:
            guilty = [
                p for p in self.processes.known if p.name in ("web", *closed, *(f"{name}-web" for name in closed))
            ]
            told = "\n".join(f"--- {p.name}\n{p.tail()}" for p in guilty)
            raise CentreDown(f"{', '.join(closed)} did not open.\n{told}")
        self.tell(f"doors open at {self.url}")

    def ready(self, service: str) -> bool:
        try:
            door = f"http://{self.host}:{self.port_of(service)}/{service}/readyz"
            return requests.get(door, timeout=5).status_code == 200
        except requests.RequestException:
            return False


class CentreDown(Exception):
    """The centre did not come up; the message holds the last lines of its logs."""


def free_port() -> int:
    """A port below those the kernel lends to clients: who is started again finds it free."""
    from shared.testing.servers import free_ports

    return free_ports(1)[0]
