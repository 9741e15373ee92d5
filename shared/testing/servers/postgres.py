"""A private PostgreSQL for tests and for the demo; data is as safe as PostgreSQL makes it unless asked otherwise."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from .server import PrivateServer, ServerFailed

_PLACES = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin"
ADMIN = "postgres"


class PostgresServer(PrivateServer):
    """`options` are server settings; fsync and synchronous_commit keep their safe defaults unless given here."""

    kind = "postgres"
    stop_signal = signal.SIGINT  # fast shutdown: clients are sent away, nothing is lost

    def __init__(self, folder=None, *, options: Mapping[str, str] | None = None, watch: int | None = None):
        super().__init__(folder, watch=watch)
        self.options = dict(options or {})
        self.password = secrets.token_hex(16)

    @property
    def port(self) -> int:
        return self.ports[0]

    @property
    def admin_url(self) -> str:
        return self.url("postgres")

    def url(self, database: str, user: str = ADMIN, password: str | None = None) -> str:
        """For SQLAlchemy and libpq alike."""
        password = self.password if password is None else password
        return f"postgresql://{quote(user)}:{quote(password, safe='')}@127.0.0.1:{self.port}/{quote(database)}"

    def create_database(self, name: str, role: str, password: str, *, template: str | None = None) -> str:
        """A database owned by an ordinary role (made if absent), so that row-level security is in force; its URL.

        `template` names a database to copy; nobody may be connected to it.
        """
        with psycopg.connect(self.admin_url, autocommit=True) as admin:
            if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                made = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
                admin.execute(sql.SQL(made).format(sql.Identifier(role), sql.Literal(password)))
            statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
            names = [sql.Identifier(part) for part in (name, role, template or "template1")]
            admin.execute(statement.format(*names))
        return self.url(name, role, password)

    def drop_database(self, name: str) -> None:
        """Remove a database, sending away whoever is connected."""
        with psycopg.connect(self.admin_url, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def prepare(self) -> None:
        as_user = _as_user()
        if as_user:
            os.chown(self.folder, as_user["user"], as_user["group"])
        data = self.folder / "data"
        if (data / "PG_VERSION").exists():
            return
        shutil.rmtree(data, ignore_errors=True)
        secret = self.folder / "password"
        secret.write_text(self.password)
        made = subprocess.run(
            [_program("initdb"), "-D", data, "-U", ADMIN, "--auth=scram-sha-256", f"--pwfile={secret}",
             "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
            cwd=self.folder, env=_env(self.folder), capture_output=True, text=True, **as_user,
        )  # fmt: skip
        secret.unlink()
        if made.returncode:
            raise ServerFailed(made.stderr)

    def command(self):
        settings = {
            "port": str(self.port), "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
            "max_connections": "200", "shared_buffers": "64MB", "timezone": "UTC", **self.options,
        }  # fmt: skip
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [_program("postgres"), "-D", str(self.folder / "data"), *given], _env(self.folder), _as_user() or None

    def answers(self) -> bool:
        try:
            psycopg.connect(self.admin_url, connect_timeout=2).close()
            return True
        except psycopg.OperationalError:
            return False


def _program(name: str) -> str:
    for place in _PLACES:
        for folder in sorted(Path("/").glob(place.lstrip("/")), reverse=True):
            if (folder / name).exists():
                return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise ServerFailed("PostgreSQL is not installed; `make servers` installs it on Debian.")
    return found


def _env(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(folder)}


def _as_user() -> dict:
    """PostgreSQL refuses root: drop to its own user, or to nobody where that is absent."""
    if os.geteuid() != 0:
        return {}
    try:
        who = pwd.getpwnam("postgres")
    except KeyError:
        who = pwd.getpwnam("nobody")
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
