"""The centre's processes: started with their logs, watched, started again when one dies, ended when the centre ends."""

import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

SOON, MOST = 0.5, 15.0
GRACE = 25.0


@dataclass
class Process:
    """One child and how often it had to be started."""

    name: str
    command: list[str]
    environ: dict[str, str]
    log: Path
    child: subprocess.Popen | None = None
    starts: int = 0
    started_at: float = 0.0
    again_at: float = 0.0
    pause: float = SOON

    def start(self):
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(  # noqa: S603  our own commands
                self.command, env=self.environ, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
            )
        self.starts += 1
        self.started_at = time.monotonic()

    def tail(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


@dataclass
class Processes:
    """All children of a centre."""

    known: list[Process] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    watcher: threading.Thread | None = None

    def start(self):
        for process in self.known:
            process.start()
        self.watcher = threading.Thread(target=self.watch, daemon=True, name="supervisor")
        self.watcher.start()

    def watch(self):
        while not self.over.wait(0.2):
            for process in self.known:
                self.revive(process, time.monotonic())

    def revive(self, process: Process, now: float):
        """Start a dead child again, a little later each time it dies young."""
        if process.child is None or process.child.poll() is None:
            return
        if not process.again_at:
            lived = now - process.started_at
            process.pause = SOON if lived > MOST else min(MOST, process.pause * 2)
            process.again_at = now + (process.pause if process.starts > 1 else 0)
        if now >= process.again_at:
            process.again_at = 0.0
            process.start()

    def stop(self):
        """Ask every child to end, wait, and only then insist."""
        self.over.set()
        if self.watcher:
            self.watcher.join(5)
        living = [p.child for p in self.known if p.child and p.child.poll() is None]
        for child in living:
            child.terminate()
        until = time.monotonic() + GRACE
        for child in living:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
