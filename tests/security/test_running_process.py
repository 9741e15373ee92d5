"""A running service shows no secret to whoever may list processes, nor writes one down (2.7, item 12)."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from shared.storage.engine import open_engine
from shared.storage.migrate import upgrade
from shared.testing.servers.server import free_ports
from shared.web import tokens
from tests.end_to_end.conftest import eventually

ROOT = Path(__file__).parents[2]
PASSWORD = "a-password-nobody-may-read-here"


@pytest.fixture
def running(tmp_path):
    """Intake's doors as they run in production, with secrets in files; yields (process, port, log, secrets)."""
    private, public = tokens.generate_keys()
    (port,) = free_ports(1)
    upgrade("intake", open_engine(f"sqlite:///{tmp_path}/intake.db"))
    (tmp_path / "key").write_text(private)
    (tmp_path / "broker").write_text(f"amqp://intake:{PASSWORD}@127.0.0.1:1/frontdesk")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    environ |= {
        "FRONTDESK_DATABASE_URL": f"sqlite:///{tmp_path}/intake.db", "FRONTDESK_TOKEN_PUBLIC_KEYS": public,
        "FRONTDESK_BROKER_URL_FILE": f"{tmp_path}/broker", "FRONTDESK_TOKEN_PRIVATE_KEY_FILE": f"{tmp_path}/key",
        "FRONTDESK_HTTP_PORT": str(port), "FRONTDESK_WEB_WORKERS": "1",
    }  # fmt: skip
    log = tmp_path / "log"
    with log.open("wb") as written:
        command = [sys.executable, "-m", "services.intake", "web"]
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=written, stderr=subprocess.STDOUT)
    try:
        eventually(lambda: lives(port), 60)
        yield process, port, log, [PASSWORD, json.loads(private)["d"]]
    finally:
        process.terminate()
        process.wait(30)


def lives(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/livez").status == 200  # noqa: S310
    except OSError:
        return False


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def test_no_command_line_and_no_log_of_a_running_service_holds_a_secret(running):
    process, port, log, secrets = running
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/sign-in",
        json.dumps({"login": "limin", "password": PASSWORD}).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {PASSWORD}"},
    )
    with pytest.raises(OSError, match="401"):
        urllib.request.urlopen(asked)  # noqa: S310
    lines = [Path(f"/proc/{pid}/cmdline").read_bytes().decode() for pid in family(process.pid)]
    assert len(lines) >= 2 and "gunicorn" in lines[0]
    assert [secret for secret in secrets for line in lines if secret in line] == []
    assert [secret for secret in secrets if secret in log.read_text()] == []
