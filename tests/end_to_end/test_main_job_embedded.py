"""The main job in one folder, by the same code as `make demo`; and the checker is seen to find what is missing."""

import shutil
import sqlite3
import threading

import pytest
from werkzeug.serving import make_server

from embedded import web
from embedded.door import Door
from embedded.folder import DataFolder
from embedded.local import local_token
from embedded.reconcile import compare
from embedded.reconcile.read import read_facts
from tests.end_to_end.main_job import must_add_up, play
from tests.fuzz.personal import everything_in, leaks, seeded

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("main job"), pytest.mark.timeout(420)]
LOSSES = {  # what is lost: in which service, and the rule of reconcile that has to notice
    "a bill": (
        "billing",
        "DELETE FROM bills WHERE rowid = (SELECT max(rowid) FROM bills)",
        "bill",
    ),
    "a return visit": (
        "notify",
        "DELETE FROM return_visits WHERE rowid = (SELECT max(rowid) FROM return_visits)",
        "visit",
    ),
    "a webhook": (
        "notify",
        "DELETE FROM webhook_deliveries WHERE rowid = (SELECT max(rowid) FROM webhook_deliveries)",
        "webhook",
    ),
    "an event that never left": (
        "intake",
        "UPDATE outbox SET sent_at = NULL WHERE position = (SELECT max(position) FROM outbox)",
        "plumbing",
    ),
    "a work order": (
        "dispatch",
        "DELETE FROM work_orders WHERE rowid = (SELECT min(rowid) FROM work_orders WHERE kind = 'first')",
        "work",
    ),
}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A day that is over: its exit code, its figures, and the folder that kept everything."""
    folder = tmp_path_factory.mktemp("centre")
    return *play("--limit", "25", "--data", str(folder)), folder


def test_every_pushed_record_is_carried_to_its_end(finished):
    code, told, _ = finished
    assert code == 0
    must_add_up(told, pushed=25)


def test_nothing_the_day_wrote_beside_its_databases_names_a_customer(finished):
    """reliability.md 2.7 item 10: logs of every process, and why events were put aside."""
    folder = finished[2]
    written = everything_in(folder / "logs")
    assert len(written) >= 5
    for service in ("intake", "dispatch", "billing", "notify"):
        with sqlite3.connect(folder / f"{service}.db") as database:
            errors = database.execute("SELECT error FROM parked_events").fetchall()
        written[f"errors of {service}"] = str(errors)
    assert leaks(written, seeded()) == {}
    assert leaks({"planted": "heard from 侯国栋"}, seeded())


@pytest.fixture
def copy(finished, tmp_path, monkeypatch):
    """The finished day's data once more, served, so that something can be taken out of it."""
    original, copy = finished[2], tmp_path / "copy"
    shutil.copytree(original, copy)
    settings = copy / "settings.json"
    settings.write_text(settings.read_text().replace(str(original), str(copy)))
    monkeypatch.setenv(web.SETTINGS, str(settings))
    server = make_server("127.0.0.1", 0, web.application(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield copy, Door(f"http://127.0.0.1:{server.server_port}", token=local_token(DataFolder(copy)))
    server.shutdown()


def test_whatever_is_taken_out_of_a_database_is_found_missing(copy):
    folder, door = copy
    known = set(map(str, compare(read_facts(door))))
    assert known == set()
    for what, (service, statement, rule) in LOSSES.items():
        assert take_out(folder / f"{service}.db", statement) == 1
        found = {str(difference): difference.rule for difference in compare(read_facts(door))}
        assert rule in {found[difference] for difference in found.keys() - known}, what
        known = set(found)


def take_out(path, statement: str) -> int:
    """How many rows it concerned; the database's own guards, which refuse this, are taken off first."""
    with sqlite3.connect(path) as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in guards:
            database.execute(f'DROP TRIGGER "{name}"')
        return database.execute(statement).rowcount
