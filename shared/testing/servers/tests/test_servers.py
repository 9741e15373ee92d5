"""The private servers hold what tests build on them: real faults, real rights, and nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from shared.messaging.tests.carriers import ROOT, eventually
from shared.testing.places import hasty_place
from shared.testing.servers import PostgresServer, ServerFailed, keeper

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def postgres():
    with PostgresServer() as server:
        yield server


def test_postgres_ships_with_the_settings_that_lose_nothing(postgres):
    with psycopg.connect(postgres.admin_url) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert admin.execute(f"SHOW {setting}").fetchone() == ("on",)


def test_the_owner_of_a_database_is_no_superuser_and_needs_its_password(postgres):
    url = postgres.create_database("shop", "keeper", "geheim/ä %")
    with psycopg.connect(url) as owner:
        said = owner.execute("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert said.fetchone() == (False, False, False)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url("shop", "keeper", "wrong"))


def test_a_database_may_be_copied_from_another(postgres):
    with psycopg.connect(postgres.create_database("first", "owner", "x"), autocommit=True) as first:
        first.execute("CREATE TABLE kept (word text)")
    with psycopg.connect(postgres.create_database("second", "owner", "x", template="first")) as second:
        assert second.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    postgres.drop_database("second")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(postgres.url("second", "owner", "x"))


def test_what_was_committed_is_there_after_a_kill(postgres):
    url = postgres.create_database("killed", "keeper2", "x")
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE TABLE kept (word text)")
        owner.execute("INSERT INTO kept VALUES ('still here')")
        before = postgres.pids()
        postgres.kill()
    assert not any(keeper.started(pid) for pid in before)
    postgres.start()
    with psycopg.connect(url) as owner:
        assert owner.execute("SELECT word FROM kept").fetchone() == ("still here",)


def test_a_server_that_cannot_start_says_why(tmp_path):
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-postgres-"))
    broken = PostgresServer(folder, options={"shared_buffers": "nonsense"})
    with pytest.raises(ServerFailed, match="shared_buffers"):
        broken.start()
    assert not broken.pids()
    subprocess.run(["rm", "-rf", folder], check=True)


OWNER = """
import json, os, sys
from shared.testing.servers import PostgresServer
server = PostgresServer().start()
print(json.dumps([server.keeper_pid, *server.pids()]), server.folder, flush=True)
sys.stdin.read()
"""


def test_a_server_ends_with_its_owner_even_when_that_is_killed():
    owner = start(OWNER)
    pids, _, folder = owner.stdout.readline().strip().rpartition(" ")
    assert len(json.loads(pids)) > 3
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    eventually(lambda: not any(keeper.started(pid) for pid in json.loads(pids)))
    eventually(lambda: not Path(folder).exists())


def test_a_server_ends_with_its_keeper_too():
    owner = start(OWNER)
    pids, _, folder = owner.stdout.readline().strip().rpartition(" ")
    keeper_pid, *others = json.loads(pids)
    os.kill(keeper_pid, signal.SIGKILL)
    eventually(lambda: not any(keeper.started(pid) for pid in others))
    owner.communicate()
    subprocess.run(["rm", "-rf", folder], check=True)


SHARE = """
import os, pathlib, tempfile
os.environ["PYTEST_XDIST_WORKER"] = "gw0"
from shared.testing.servers import shared_postgres, sharing
with shared_postgres() as server:
    os.write(1, f"{server.port} {server.keeper_pid}\\n".encode())
sharing.hasty_place = lambda: pathlib.Path(tempfile.gettempdir())  # as if memory had filled meanwhile
with shared_postgres() as server:
    os.write(1, f"{server.port} {server.is_running()}\\n".encode())
"""


CONTROLLER = """
import subprocess, sys
shown = ["-W", "default::ResourceWarning"]
workers = [subprocess.Popen([sys.executable, *shown, "-c", sys.argv[1]], stderr=1) for _ in range(2)]
for worker in workers:
    worker.wait()
sys.stdin.read()
"""


def test_workers_of_one_run_share_a_server_that_ends_with_the_run():
    controller = start(CONTROLLER, SHARE)
    lines = [controller.stdout.readline().split() for _ in range(4)]
    assert len({line[0] for line in lines}) == 1
    keepers = {int(line[1]) for line in lines if line[1] != "True"}
    assert len(keepers) == 1
    assert controller.communicate()[0] == "", "who started it leaves without complaining that it still runs"
    eventually(lambda: not keeper.started(*keepers))
    eventually(lambda: not list(hasty_place().glob(f"frontdesk-run-*-{controller.pid}-*")))


# An ordinary user in all but one thing: it may look into folders, since root's Python may live below /root.
NOBODY = (
    "setpriv --reuid=nobody --regid=nogroup --clear-groups --inh-caps=+dac_read_search --ambient-caps=+dac_read_search"
)


@pytest.mark.parametrize("kind", ["PostgresServer", "RabbitServer"])
def test_an_ordinary_user_can_start_one_too(kind):
    code = f"import os\nfrom shared.testing.servers import *\nwith {kind}() as server: print(os.geteuid() > 0, 'up')"
    as_nobody = [*NOBODY.split()] if os.geteuid() == 0 else []
    done = subprocess.run([*as_nobody, sys.executable, "-B", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "True up\n", done.stderr


def start(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
