"""The data folder of the embedded centre: its keys, its databases, its bus and its logs. Nothing lies anywhere else."""

import json
import os
import secrets
from pathlib import Path

from shared.web.tokens import generate_keys, public_keys

SERVICES = ("intake", "dispatch", "billing", "notify")


class DataFolder:
    """Everything of one centre under one path; the keys are made on first use and readable by their owner only."""

    def __init__(self, path: Path):
        self.path = Path(path).resolve()
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.logs.mkdir(exist_ok=True)

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def files(self) -> Path:
        """What people attach to tickets."""
        return self.path / "files"

    @property
    def private_key(self) -> Path:
        return self.path / "token-key.json"

    @property
    def running(self) -> Path:
        """Where the running centre notes its address, for `story` and `reconcile`."""
        return self.path / "running.json"

    @property
    def settings_file(self) -> Path:
        """What the web process reads: the settings of the four services side by side."""
        return self.path / "settings.json"

    def keys(self) -> tuple[Path, str]:
        """The file of the private key, and the public keys as JWKS."""
        if not self.private_key.exists():
            private, _ = generate_keys()
            write_private(self.private_key, private)
        return self.private_key, public_keys(self.private_key.read_text())

    def database_of(self, service: str) -> str:
        return f"sqlite:///{self.path / f'{service}.db'}"

    @property
    def bus(self) -> str:
        return f"embedded:///{self.path / 'bus.db'}"

    def founded(self) -> dict:
        """What was noted when the operator was founded: its id. Empty before."""
        noted = self.path / "operator.json"
        return json.loads(noted.read_text()) if noted.exists() else {}

    def note_founded(self, facts: dict):
        write_private(self.path / "operator.json", json.dumps(facts))

    def note_running(self, url: str, pid: int):
        write_private(self.running, json.dumps({"url": url, "pid": pid}))

    def url(self) -> str | None:
        """Where this folder's centre listens, when it runs."""
        if not self.running.exists():
            return None
        noted = json.loads(self.running.read_text())
        return noted["url"] if alive(noted["pid"]) else None

    def forget_running(self):
        self.running.unlink(missing_ok=True)


def write_private(path: Path, text: str):
    """Written beside and moved into place, so that a reader never sees half of it."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(beside, path)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
