"""The secrets of one centre in a folder that only its owner may enter: made at random once, then kept."""

import os
import secrets
from pathlib import Path

from shared.messaging.topology import VHOST
from shared.web.tokens import generate_keys, public_keys

from .definitions import SERVICES, write_definitions

ROOT = Path(__file__).resolve().parent.parent
BYTES = 24  # 192 random bits, written in hexadecimal so that they need no quoting in a URL


class KeyFolder:
    """One file per secret. Delete a file and prepare again to make a secret anew.

    The folder is closed to others (0700); the files inside can be read by every user of a container (0444), because
    a file that compose mounts keeps its owner, and no process of ours runs as that owner.
    """

    def __init__(self, path: Path):
        self.path = Path(path).resolve()

    def prepare(self, *, database_host: str = "{service}-database", broker_host: str = "rabbitmq") -> None:
        """Make what is missing; what is derived from the secrets (addresses, definitions) is always written anew."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o700)
        for service in SERVICES:
            self._addresses(service, database_host.format(service=service), broker_host)
        private = self._kept("token_private_key", lambda: generate_keys()[0])
        self._write("token_public_keys", public_keys(private, *self._former_keys()))
        passwords = {service: self.read(f"{service}_broker_password") for service in SERVICES}
        self._write("rabbitmq_definitions.json", write_definitions(passwords))
        self._kept("erlang_cookie", lambda: secrets.token_hex(BYTES))

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def change_token_key(self) -> None:
        """A new key signs; the former one is still believed until its file is deleted (a day later is safe)."""
        self._write("token_private_key.former", self.read("token_private_key"))
        (self.path / "token_private_key").unlink()

    def _former_keys(self) -> list[str]:
        return [self.read("token_private_key.former")] if (self.path / "token_private_key.former").exists() else []

    def _addresses(self, service: str, database_host: str, broker_host: str) -> None:
        self._kept(f"{service}_database_admin_password", lambda: secrets.token_hex(BYTES))
        password = self._kept(f"{service}_database_password", lambda: secrets.token_hex(BYTES))
        self._write(f"{service}_database_url", f"postgresql://{service}:{password}@{database_host}:5432/{service}")
        password = self._kept(f"{service}_broker_password", lambda: secrets.token_hex(BYTES))
        self._write(f"{service}_broker_url", f"amqp://{service}:{password}@{broker_host}:5672/{VHOST}")

    def _kept(self, name: str, make) -> str:
        if not (self.path / name).exists():
            self._write(name, make())
        return self.read(name)

    def _write(self, name: str, text: str) -> None:
        """Beside and then into place; a container that has the old file mounted keeps it until it starts again."""
        beside = self.path / f".{name}.{secrets.token_hex(4)}"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        beside.chmod(0o444)
        beside.replace(self.path / name)
