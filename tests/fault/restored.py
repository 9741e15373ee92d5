"""A house whose day is over, its databases as they stood in the middle of it, and a centre put together from both."""

import json
import shutil
import sqlite3
import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from werkzeug.serving import make_server

from embedded import web
from embedded.demo.play import carry_through
from embedded.door import Door
from embedded.folder import SERVICES, DataFolder
from embedded.local import local_token
from embedded.reconcile import compare
from embedded.reconcile.read import read_facts
from shared.messaging import announce_again, event_lists
from tests.end_to_end.conftest import eventually, service_of
from tests.fault.mayhem import Mayhem, records, standing_day
from tests.fault.road import LONG
from tests.ledger.house import bus_queues, stores_of

OVERLAP = timedelta(hours=1)  # rather too early: what is known is recognised


def back_up(folder: Path, into: Path) -> None:
    """As `sqlite3 intake.db ".backup …"`: while everybody goes on writing."""
    into.mkdir()
    for name in SERVICES:
        with (
            closing(sqlite3.connect(folder / f"{name}.db")) as source,
            closing(sqlite3.connect(into / f"{name}.db")) as to,
        ):
            source.backup(to)


def play_day(folder: Path, backup: Path, dice, count: int) -> int:
    """One day to its end; in the middle of it the four databases are backed up, one after the other."""
    with standing_day(folder) as (_, day):
        moment = [("backup", lambda: back_up(folder, backup))]
        with Mayhem(day, moment, dice, until=2 * count) as mayhem:
            code = carry_through(day, records(count))
        assert mayhem.done == ["backup"]
        return code


class House:
    """The four services on the data of one folder, in this process: announcing, handling, and their doors."""

    def __init__(self, folder: Path, stores: dict, door: Door):
        self.folder, self.stores, self.door = folder, stores, door

    def announce_again(self, *services: str, since: datetime) -> int:
        counted = 0
        for name in services:
            kinds = announce_again.kinds_of(name, [], None)
            told = announce_again.announce_again(self.stores[name], since - OVERLAP, kinds=kinds, now=datetime.now(UTC))
            counted += sum(told.values())
        return counted

    def come_to_rest(self) -> None:
        """Relay and consumer of each service, until nothing is on its way."""
        stop, threads = threading.Event(), []
        for name, store in self.stores.items():
            for loop in (service_of(name).relay(store), service_of(name).consumer(store)):
                threads.append(threading.Thread(target=loop.run, args=(stop,), daemon=True))
                threads[-1].start()
        try:
            eventually(self.rests, LONG)
        finally:
            stop.set()
            for thread in threads:
                thread.join(20)

    def rests(self) -> bool:
        waiting = [store.table("outbox") for store in self.stores.values()]
        for store, table in zip(self.stores.values(), waiting, strict=True):
            with store.reading(None) as session:
                if session.execute(select(table.c.event_id).where(table.c.sent_at.is_(None)).limit(1)).first():
                    return False
        return not any(bus_queues(self.folder).values())

    def differences(self) -> list[str]:
        return [str(difference) for difference in compare(read_facts(self.door))]

    def event_differences(self) -> list[str]:
        since = datetime.now(UTC) - timedelta(days=1)
        lines = [line for store in self.stores.values() for line in event_lists.lines_of(store, since)]
        return event_lists.differences(event_lists.read_lists(lines, *SERVICES))


@contextmanager
def house_of(original: Path, copy: Path, monkeypatch, restored: dict[str, Path] | None = None):
    """A copy of the folder, some databases in it replaced by what was backed up, opened and served."""
    shutil.copytree(original, copy)
    for name, backup in (restored or {}).items():
        for end in ("-wal", "-shm"):
            (copy / f"{name}.db{end}").unlink(missing_ok=True)
        shutil.copyfile(backup, copy / f"{name}.db")
    settings = DataFolder(copy).settings_file
    settings.write_text(settings.read_text().replace(json.dumps(str(original))[1:-1], str(copy)))
    monkeypatch.setenv(web.SETTINGS, str(settings))
    server = make_server("127.0.0.1", 0, web.application(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with stores_of(copy) as stores:
            url = f"http://127.0.0.1:{server.server_port}"
            yield House(copy, stores, Door(url, token=local_token(DataFolder(copy))))
    finally:
        server.shutdown()


def sent_ids(store) -> set[str]:
    table = store.table("outbox")
    with store.reading(None) as session:
        return {
            str(one) for one in session.execute(select(table.c.event_id).where(table.c.sent_at.is_not(None))).scalars()
        }
