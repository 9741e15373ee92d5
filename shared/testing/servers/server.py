"""What private servers have in common: a folder, free ports, a keeper process, and faults on demand."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from . import keeper

_KEEPER = str(Path(keeper.__file__))


class ServerFailed(RuntimeError):
    """The server did not come up; the end of its log is in the message."""


class PrivateServer:
    """One server process tree of our own. Ends with its owner at the latest, whichever way the owner ends.

    `folder` is made in the temporary folder when not given, and removed by `stop` then. `watch` is the process whose
    end ends the server: by default this one.
    """

    kind = "server"
    ports_needed = 1
    stop_signal = signal.SIGTERM
    start_seconds = 60.0
    stop_seconds = 20.0

    def __init__(self, folder: Path | str | None = None, *, watch: int | None = None):
        self._own_folder = folder is None
        self.folder = Path(folder or tempfile.mkdtemp(prefix=f"frontdesk-{self.kind}-")).resolve()
        self.watch = watch or os.getpid()
        self.litter = [self.folder]  # what the keeper removes once the owner is gone
        self.ports: list[int] = []
        self.keeper_pid: int | None = None
        self.attached = False
        self._keeper: subprocess.Popen | None = None

    # What a kind of server fills in: make its data, say how it is run, say whether it answers.

    def prepare(self) -> None:
        """Make what the server needs in its folder; called before every start."""

    def command(self) -> tuple[list[str], dict[str, str], dict | None]:
        """Arguments, environment, and who to run as (keywords of Popen) or None."""
        raise ServerFailed(f"{self.kind} has no command")

    def answers(self) -> bool:
        """Whether a client would be served now."""
        return True

    def start(self):
        """Start, on the same data and ports after a stop or kill; returns when clients are served."""
        for attempt in range(3):
            self.ports = self.ports or free_ports(self.ports_needed)
            self.folder.mkdir(parents=True, exist_ok=True)
            self.prepare()
            self._launch()
            try:
                self._wait()
                return self
            except ServerFailed:
                self.kill()
                if attempt == 2:
                    raise
                if "ddress already in use" in self.log() or "eaddrinuse" in self.log():
                    self.ports = []
        return self

    def _launch(self) -> None:
        argv, env, as_user = self.command()
        order = {
            "watch": [self.watch, keeper.started(self.watch)], "folder": str(self.folder), "log": str(self.log_path),
            "argv": argv, "env": env, "as_user": as_user,
            "stop_signal": int(self.stop_signal), "stop_seconds": self.stop_seconds,
            "litter": [str(path) for path in self.litter],
        }  # fmt: skip
        self._keeper = subprocess.Popen(
            [sys.executable, "-S", "-E", _KEEPER, json.dumps(order)],
            stdin=subprocess.DEVNULL, start_new_session=True, cwd="/",
        )  # fmt: skip
        self.keeper_pid = self._keeper.pid

    def _wait(self) -> None:
        give_up_at = time.monotonic() + self.start_seconds
        while not self.answers():
            if not self.is_running() or time.monotonic() > give_up_at:
                raise ServerFailed(f"{self.kind} did not start:\n{self.log()[-2000:]}")
            pause(0.02)

    @property
    def log_path(self) -> Path:
        return self.folder / f"{self.kind}.log"

    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def is_running(self) -> bool:
        if self._keeper is not None:
            return self._keeper.poll() is None
        return self.keeper_pid is not None and keeper.started(self.keeper_pid) is not None

    def pids(self) -> list[int]:
        """Every process of the server, the main one first."""
        return keeper.descendants(self.keeper_pid) if self.keeper_pid and self.is_running() else []

    def kill(self) -> None:
        """kill -9 of the whole process tree; the data stays. `start` brings the server back."""
        if self.keeper_pid and self.is_running():
            keeper.signal_all([self.keeper_pid], keeper.KILL_ALL)
        self._forget()

    def freeze(self) -> None:
        """SIGSTOP: the server is there and says nothing."""
        keeper.signal_all(self.pids(), signal.SIGSTOP)

    def thaw(self) -> None:
        keeper.signal_all(self.pids(), signal.SIGCONT)

    def stop(self) -> None:
        """End in good order and remove the folder we made. A server shared by a whole test run goes on."""
        if self.attached:
            return
        if self.keeper_pid and self.is_running():
            keeper.signal_all([self.keeper_pid], signal.SIGTERM)
        self._forget()
        if self._own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def let_go(self) -> None:
        """Shared from here on: whoever started it does not end it, nor waits for its keeper, which watches the run."""
        if self._keeper is not None:
            self._keeper.returncode = 0  # or Popen complains, when it is forgotten, that its process still runs
            self._keeper = None
        self.attached = True

    def _forget(self) -> None:
        give_up_at = time.monotonic() + self.stop_seconds + 10
        while self.is_running() and time.monotonic() < give_up_at:
            pause(0.005)
        self._keeper = self.keeper_pid = None

    def __enter__(self):
        return self if self.attached or self.is_running() else self.start()

    def __exit__(self, *_) -> None:
        self.stop()


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, below those the kernel gives to clients, so that a restart finds them free."""
    with ExitStack() as bound:
        ports: list[int] = []
        while len(ports) < count:
            port = random.SystemRandom().randrange(15000, 32000)
            taken = bound.enter_context(socket.socket())
            try:
                taken.bind(("127.0.0.1", port))
            except OSError:
                continue
            ports.append(port)
        return ports


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)
