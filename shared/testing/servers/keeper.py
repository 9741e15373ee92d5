"""A small process that keeps one test server: it starts it, stops it when told, and ends it when its owner is gone.

It collects every process the server leaves behind (it is their subreaper), so nothing outlives a test run, however
that ends. Run as a script: `python keeper.py '{"watch": [pid, started], "argv": […], …}'`; needs only the library.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

SUBREAPER, DEATH_SIGNAL = 36, 1  # PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG
LOOK_EVERY = 0.25
KILL_ALL = signal.SIGUSR1  # tells the keeper to kill -9 the server, as a power cut would, and to go


def stat(pid: int) -> list[str]:
    """Fields of /proc/<pid>/stat after the name: state, parent, …; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def started(pid: int) -> str | None:
    """When the process started, in ticks since the machine did: with the pid it names one process for good."""
    fields = stat(pid)
    return fields[19] if fields and fields[0] not in "ZX" else None


def descendants(pid: int) -> list[int]:
    """Children, their children and so on, nearest first."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        fields = stat(int(name)) if name.isdigit() else []
        if fields and fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(name))
    found = list(parents.get(pid, []))
    for child in found:
        found.extend(parents.get(child, []))
    return found


def signal_all(pids: list[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def kill_descendants(pid: int) -> None:
    """SIGKILL until none is left: frozen first, so that none can start another meanwhile."""
    while found := descendants(pid):
        signal_all(found, signal.SIGSTOP)
        signal_all(found, signal.SIGKILL)
        signal.sigtimedwait({signal.SIGCHLD}, 0.01)
    _reap()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _start(order: dict) -> subprocess.Popen:
    libc = ctypes.CDLL(None)
    libc.prctl(SUBREAPER, 1, 0, 0, 0)

    def die_with_keeper():
        libc.prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())

    with open(order["log"], "ab") as log:
        return subprocess.Popen(  # noqa: S603
            order["argv"], env=order["env"], cwd=order["folder"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, preexec_fn=die_with_keeper, **(order["as_user"] or {}),
        )  # fmt: skip


def _stop(server: subprocess.Popen, number: int, seconds: float) -> None:
    if server.poll() is None:
        server.send_signal(number)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
    kill_descendants(os.getpid())


def _clear(litter: list[str]) -> None:
    for path in litter:
        if os.path.isdir(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            Path(path).unlink(missing_ok=True)


def main(order: dict) -> int:
    awaited = {signal.SIGTERM, signal.SIGCHLD, KILL_ALL}
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    pid, start = order["watch"]
    server = _start(order)
    while server.poll() is None:
        told = signal.sigtimedwait(awaited, LOOK_EVERY)
        if told and told.si_signo == signal.SIGTERM:
            _stop(server, order["stop_signal"], order["stop_seconds"])
            return 0
        if told and told.si_signo == KILL_ALL:
            break
        if started(pid) != start:
            kill_descendants(os.getpid())
            _clear(order["litter"])
            return 0
    kill_descendants(os.getpid())
    return 0


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
