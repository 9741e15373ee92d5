"""A database at work on a disk of its own whose power is cut, and what stands on the disk afterwards."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from services.intake.service import service
from shared.storage.migrate import upgrade
from shared.testing.servers import PostgresServer, ServerFailed
from shared.testing.servers.keeper import stat
from tests.end_to_end.conftest import eventually
from tests.fault.disks import Disk, Folder, can_mount
from tests.fault.road import LONG, ROOT
from tests.fault.writing import found_site

OWNER = "frontdesk_power"


@dataclass(frozen=True)
class Left:
    """What a caller was told, and what is on the disk."""

    told: int
    lost: int
    standing: int
    opened: bool = True


class Database:
    """Either a file on the disk or a PostgreSQL on it; `options` are server settings, or SQLite's `synchronous`."""

    def __init__(self, kind: str, keys: tuple[str, str], *, password: str = "", **options: str):
        self.kind, self.keys, self.options, self.password = kind, keys, options, password
        self.server: PostgresServer | None = None

    def open(self, place: Path) -> str:
        """Start it where its data lie; the URL."""
        if self.kind == "sqlite":
            return f"sqlite:///{place / 'intake.db'}"
        self.server = PostgresServer(place / "pg", options=self.options)
        self.password = self.server.password = self.password or self.server.password
        self.server.start_seconds = 20
        self.server.start()
        return self.server.url("intake", OWNER, "test")

    def close(self) -> None:
        if self.server:
            self.server.stop()

    def kill(self) -> None:
        if self.server:
            self.server.kill()

    def pids(self) -> list[int]:
        return self.server.pids() if self.server else []

    def settings(self, url: str) -> dict:
        private, public = self.keys
        told = {"database_url": url, "broker_url": "embedded:////nowhere/bus.db", "token_public_keys": public}
        return told | {"token_private_key": private}

    def store(self, url: str):
        return service.open_store(service.settings(**self.settings(url)))

    def prepare(self, place: Path) -> None:
        url = self.open(place)
        if self.server:
            url = self.server.create_database("intake", OWNER, "test")
        store = self.store(url)
        upgrade("intake", store.engine)
        found_site(store)
        store.close()
        self.close()


def prepared(kind: str, keys) -> tuple[Disk | Folder, str]:
    """An unmounted disk with a migrated database and one site, and the server's password."""
    disk, database = Disk() if can_mount() else Folder(), Database(kind, keys)
    with disk:
        database.prepare(disk.place)
    return disk, database.password


def start_writing(database: Database, url: str, ledger: Path) -> subprocess.Popen:
    planted = [database.options["synchronous"]] if database.kind == "sqlite" and database.options else []
    words = ["-m", "tests.fault.writing", json.dumps(database.settings(url)), str(ledger), *planted]
    return subprocess.Popen([sys.executable, *words], cwd=ROOT)


def acknowledged(ledger: Path) -> set[UUID]:
    if not ledger.exists():
        return set()
    return {UUID(line) for line in ledger.read_text().split("\n")[:-1]}


def stand_still(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    eventually(lambda: all(not stat(pid) or stat(pid)[0] in "TtZX" for pid in pids), LONG)


def cut(database: Database, disk: Disk, ledger: Path, after: int) -> tuple[Disk, set[UUID]]:
    """Work on `disk` until `after` tickets were acknowledged; then its power fails. What was told, and what is left."""
    with disk:
        url = database.open(disk.place)
        writer = start_writing(database, url, ledger)
        try:
            eventually(lambda: len(acknowledged(ledger)) >= after or writer.poll() is not None, LONG)
            stand_still([writer.pid, *database.pids()])
            told = acknowledged(ledger)
            left = disk.copy()
        finally:
            writer.kill()
            writer.wait()
            database.kill()
    return left, told


def look(database: Database, disk: Disk, told: set[UUID]) -> Left:
    """Switch it on again. What cannot even be opened has lost everything."""
    with disk:
        try:
            return judge(database.store(database.open(disk.place)), told)
        except (ServerFailed, SQLAlchemyError):
            return Left(len(told), len(told), 0, opened=False)
        finally:
            database.kill()


def settings_of(store) -> dict:
    """What decides whether a commit waits for the disk, as a connection of the store has it."""
    with store.reading(None) as session:
        if store.sqlite:
            return {name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")}
        return {name: session.scalar(text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit")}


def judge(store, told: set[UUID]) -> Left:
    """Lost is what was acknowledged and is not there; fact and event stand or fall together, numbers have no gap."""
    tickets, outbox = store.table("tickets"), store.table("outbox")
    opened = select(outbox.c.about).where(outbox.c.routing_key == "intake.ticket.opened.v1")
    with store.reading(None) as session:
        standing = {row.id: row.number for row in session.execute(select(tickets.c.id, tickets.c.number))}
        announced = sorted(session.execute(opened).scalars())
    store.close()
    assert announced == sorted(map(str, standing))
    assert sorted(int(number[-6:]) for number in standing.values()) == list(range(1, len(standing) + 1))
    return Left(len(told), len(told - standing.keys()), len(standing))
