"""A private RabbitMQ node for tests and for the demo: its own name, ports, cookie and folders; no plugins."""

import json
import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pika

from .server import PrivateServer, ServerFailed

ADMIN = "frontdesk-tests"
_PLACES = "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin", "/opt/rabbitmq/sbin"
_FAST = "+S 1:1 +sbwt none"
_HELLO = b"AMQP\x00\x00\x09\x01"


class RabbitServer(PrivateServer):
    """`definitions` is what RabbitMQ itself imports at its first start; an administrator of ours is added to it."""

    kind = "rabbitmq"
    ports_needed = 3

    def __init__(self, folder=None, *, definitions: Mapping | Path | None = None, watch: int | None = None):
        super().__init__(folder, watch=watch)
        read = json.loads(definitions.read_text()) if isinstance(definitions, Path) else definitions
        self.definitions = dict(read or {})
        self.password = secrets.token_hex(16)

    @property
    def port(self) -> int:
        return self.ports[0]

    def url(self, user: str = ADMIN, password: str | None = None, vhost: str = "/") -> str:
        """For kombu and pika alike (pika wants %2F written out)."""
        password = self.password if password is None else password
        name = quote(user, safe="")
        return f"amqp://{name}:{quote(password, safe='')}@127.0.0.1:{self.port}/{quote(vhost, safe='')}"

    def ctl(self, *arguments: str) -> str:
        """rabbitmqctl on this node (about half a second); its output. Raises ServerFailed when it refuses."""
        done = subprocess.run(
            [_program("rabbitmqctl"), "--quiet", "--node", self._node(), *arguments],
            env=self._env(), cwd=self.folder, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise ServerFailed(f"rabbitmqctl {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout

    def settle(self) -> None:
        """Have the node write its own tables to disk; call it between declaring queues and a planned kill -9.

        Measured on 3.10.8: killed within three seconds of its declaration, a quorum queue comes back empty and without
        a leader, its confirmed messages lost, because the directory of queues is written with that delay.
        """
        self.ctl("eval", "[dets:sync(Table) || Table <- dets:all()].")

    def waiting(self, queue: str, vhost: str = "/") -> int:
        """How many messages of the queue no reader holds. (rabbitmqctl tells quorum queues' figures seconds late.)"""
        with pika.BlockingConnection(pika.URLParameters(self.url(vhost=vhost))) as connection:
            return connection.channel().queue_declare(queue, passive=True).method.message_count

    def prepare(self) -> None:
        for name in ("home", "mnesia", "log", "generated"):
            (self.folder / name).mkdir(exist_ok=True)
        (self.folder / "enabled_plugins").write_text("[].\n")
        (self.folder / "rabbitmq-env.conf").touch()
        cookie = self.folder / "home" / ".erlang.cookie"
        if not cookie.exists():
            cookie.write_text(secrets.token_hex(16))
            cookie.chmod(0o400)
        (self.folder / "definitions.json").write_text(json.dumps(self._with_admin(), indent=1))
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\n"
            f"load_definitions = {self.folder / 'definitions.json'}\n"
            "vm_memory_high_watermark.relative = 0.3\n"
            "disk_free_limit.absolute = 100MB\n"
            "raft.wal_max_size_bytes = 67108864\n"
        )

    def _with_admin(self) -> dict:
        """Definitions name their users by hash; ours is given in clear, which RabbitMQ hashes itself."""
        told = {"users": [], "vhosts": [], "permissions": [], **self.definitions}
        vhosts = {vhost["name"] for vhost in told["vhosts"]} | {"/"}
        rights = {"user": ADMIN, "configure": ".*", "write": ".*", "read": ".*"}
        return {
            **told,
            "users": [*told["users"], {"name": ADMIN, "password": self.password, "tags": ["administrator"]}],
            "vhosts": [{"name": name} for name in sorted(vhosts)],
            "permissions": [*told["permissions"], *({**rights, "vhost": name} for name in sorted(vhosts))],
        }

    def command(self):
        return [_program("rabbitmq-server")], {**self._env(), "RUNNING_UNDER_SYSTEMD": "true"}, None

    def _node(self) -> str:
        return f"frontdesk{self.port}@localhost"

    def _env(self) -> dict[str, str]:
        at, local = self.folder, "-kernel inet_dist_use_interface {127,0,0,1}"
        return {
            "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(at / "home"),
            "RABBITMQ_NODENAME": self._node(), "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1", "RABBITMQ_DIST_PORT": str(self.ports[1]),
            "ERL_EPMD_PORT": str(self.ports[2]), "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": str(at / "mnesia"), "RABBITMQ_LOG_BASE": str(at / "log"), "RABBITMQ_LOGS": "-",
            "RABBITMQ_CONFIG_FILE": str(at / "rabbitmq.conf"), "RABBITMQ_CONF_ENV_FILE": str(at / "rabbitmq-env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(at / "enabled_plugins"), "RABBITMQ_PID_FILE": str(at / "pid"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(at / "generated"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{local} {_FAST}", "RABBITMQ_CTL_ERL_ARGS": _FAST,
        }  # fmt: skip

    def answers(self) -> bool:
        """A broker that is ready answers the protocol header with Connection.Start."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 2) as talk:
                talk.sendall(_HELLO)
                return talk.recv(7)[:1] == b"\x01"
        except OSError:
            return False


def _program(name: str) -> str:
    """Debian's wrappers refuse ordinary users: take the programs below."""
    for place in _PLACES:
        for folder in sorted(Path("/").glob(place.lstrip("/")), reverse=True):
            if (folder / name).exists():
                return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise ServerFailed("RabbitMQ is not installed; `make servers` installs it on Debian.")
    return found
