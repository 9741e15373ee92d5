"""F19: the broker's data is gone, or a database is that of the last backup: announcing again brings it all back."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from shared import contracts
from shared.messaging import event_lists, topology
from shared.messaging.embedded import declare
from shared.testing.servers.postgres import _program
from tests.end_to_end.conftest import eventually
from tests.fault.road import LONG, ROOT, environ_of

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


def announce_again(road, since: datetime, *more: str) -> str:
    """As whoever runs the house does it: by the command of the announcing service."""
    words = ["services.intake", "announce-again", "--since", since.isoformat(), *more]
    done = subprocess.run(
        [sys.executable, "-m", *words], env=environ_of(road.sender.settings), cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def compare_events(road, since: datetime) -> list[str]:
    lines = [line for store in (road.sender, road.reader) for line in event_lists.lines_of(store, since)]
    return event_lists.differences(event_lists.read_lists(lines, "intake", "notify"))


def state_hash(store) -> str:
    """Of what the events did, without ids given here and without times of the clock on the wall."""
    table = store.table("webhook_deliveries")
    told = [table.c[name] for name in ("operator_id", "site_id", "ticket_id", "number", "sequence", "state")]
    with store.reading(None) as session:
        rows = sorted(str(tuple(row)) for row in session.execute(select(*told)))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def settle(road, numbers: list[str]) -> None:
    """Everything announced so far is handled."""
    road.start(road.relay(), road.consumer())
    road.arrives(numbers)
    for stop, thread in road.running:
        stop.set()
        thread.join(15)
    road.running.clear()


@pytest.fixture
def wipe(request, tmp_path):
    """The broker as on its first day: its topology, and nothing in it."""

    def wipe(road):
        if road.sender.settings.broker_url.startswith("embedded"):
            for path in tmp_path.glob("bus.db*"):
                path.unlink()
            declare(str(tmp_path / "bus.db"), topology.queues(contracts.all_contracts()))
            return
        rabbit = request.getfixturevalue("rabbit")
        rabbit.kill()
        shutil.rmtree(rabbit.folder / "mnesia")
        rabbit.start()

    return wipe


def test_what_a_wiped_broker_had_in_its_queues_is_announced_again_and_handled_once(road, wipe):
    began = datetime.now(UTC)
    numbers = road.announce(15)
    settle(road, numbers)
    numbers += road.announce(15)
    relay = road.relay()
    while relay.send_round():
        pass
    relay.hang_up()
    wipe(road)
    assert len(compare_events(road, began)) == 15, "confirmed, and gone with the broker"
    assert "30  would be" in announce_again(road, began, "--dry-run")
    assert "30  are announced again" in announce_again(road, began)
    settle(road, numbers)
    assert compare_events(road, began) == []


def test_a_database_restored_by_pg_restore_catches_up_until_nothing_differs(server_road, postgres, tmp_path):
    road, name, dump = server_road, server_road.reader.engine.url.database, tmp_path / "notify.dump"
    url = road.reader.engine.url
    began = datetime.now(UTC)
    numbers = road.announce(20)
    settle(road, numbers)
    backed_up = datetime.now(UTC)
    run("pg_dump", "--format=custom", f"--file={dump}", postgres.url(name))
    numbers += road.announce(20)
    settle(road, numbers)
    before = state_hash(road.reader)

    road.reader.close()
    postgres.drop_database(name)
    postgres.create_database(name, url.username, url.password)
    run("pg_restore", "--exit-on-error", f"--dbname={postgres.url(name)}", str(dump))
    assert len(road.told()) == 20 and state_hash(road.reader) != before
    assert len(compare_events(road, began)) == 20

    announce_again(road, backed_up, "--reader", "notify")
    settle(road, numbers)
    assert state_hash(road.reader) == before
    assert compare_events(road, began) == []


def run(program: str, *words: str) -> None:
    done = subprocess.run([_program(program), *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("road", ["embedded"], indirect=True)
def test_a_file_restored_from_a_hot_backup_catches_up_until_nothing_differs(road, tmp_path):
    """`VACUUM INTO`, while the service goes on; the file is put back with its WAL removed."""
    file, backup, began = Path(road.reader.engine.url.database), tmp_path / "backup.db", datetime.now(UTC)
    numbers = road.announce(20)
    settle(road, numbers)
    with closing(sqlite3.connect(file)) as database:
        database.execute("VACUUM INTO ?", (str(backup),))
    numbers += road.announce(20)
    settle(road, numbers)
    before = state_hash(road.reader)

    road.reader.close()
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    shutil.copyfile(backup, file)
    assert len(road.told()) == 20
    announce_again(road, began)
    settle(road, numbers)
    eventually(lambda: state_hash(road.reader) == before, LONG)
    assert compare_events(road, began) == []
