"""One server for a whole test run, also when the run has several worker processes; each run has its own."""

import fcntl
import json
import os
import tempfile
from pathlib import Path

from shared.testing.places import MEMORY, hasty_place

from . import keeper
from .postgres import PostgresServer
from .rabbit import RabbitServer

# For tests of behaviour, each in a database of its own. Whoever tests durability starts a server without these.
_HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def shared_postgres() -> PostgresServer:
    """This run's PostgreSQL, started by whoever asks first; it ends with the run. Isolate tests by database names."""
    return _shared(PostgresServer, hasty_place(), options=_HASTY)


def shared_rabbit() -> RabbitServer:
    """This run's RabbitMQ, started by whoever asks first; it ends with the run. Isolate tests by queue names."""
    return _shared(RabbitServer, Path(tempfile.gettempdir()))


def _shared(kind, where: Path, **given):
    run = _run()
    name = f"frontdesk-run-{os.getuid()}-{run}-{keeper.started(run)}-{kind.kind}"
    begun = [other / name for other in (MEMORY, Path(tempfile.gettempdir())) if (other / name).is_dir()]
    place = begun[0] if begun else where / name  # memory may have filled since another worker chose it
    place.mkdir(mode=0o711, exist_ok=True)
    if place.stat().st_uid != os.getuid():
        raise PermissionError(f"{place} belongs to somebody else")
    lock_path = Path(f"{place}.lock")
    with open(lock_path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = kind(place / "server", watch=run, **given)
        server.litter = [place, lock_path]
        note = place / "server.json"
        if note.exists():
            known = json.loads(note.read_text())
            server.ports, server.password, server.keeper_pid = known["ports"], known["password"], known["keeper_pid"]
        if not server.is_running():
            server.start()
            note.touch(mode=0o600)
            known = {"ports": server.ports, "password": server.password, "keeper_pid": server.keeper_pid}
            note.write_text(json.dumps(known))
        server.let_go()
        return server


def _run() -> int:
    """The process that is the run: pytest itself, or the controller that started this xdist worker."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
