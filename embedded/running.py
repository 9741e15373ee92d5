"""`run` serves the centre until it is told to stop; `reset` removes a stopped centre for good."""

import shutil
import signal
import sys
import threading
import time
from pathlib import Path

from .centre import Centre, CentreDown
from .folder import SERVICES, DataFolder


def run(asked) -> int:
    """0 after SIGTERM or SIGINT; 1 when a door did not open."""
    folder, over, started = DataFolder(Path(asked.data)), threading.Event(), time.monotonic()
    if folder.url():
        print(f"This folder's centre runs already at {folder.url()}.", file=sys.stderr)
        return 1
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: over.set())

    def tell(line: str):
        print(f"{time.monotonic() - started:6.1f} s  {line}", flush=True)

    servers = {"databases": by_service(asked.databases), "broker": by_service(asked.broker)}
    centre = Centre(folder, asked.port, asked.host, **servers, tell=tell)
    try:
        centre.start()
        tell(f"data in {folder.path}; stop with Ctrl-C")
        while not over.wait(0.5):
            pass
    except CentreDown as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        centre.stop()
    tell("stopped; everything is kept")
    return 0


def by_service(pattern: str | None) -> dict[str, str] | None:
    """One address per service out of a pattern with {service} in it; None stays None."""
    return {name: pattern.replace("{service}", name) for name in SERVICES} if pattern else None


def reset(asked) -> int:
    """Refuses while the centre runs, and asks before anything goes."""
    path = Path(asked.data)
    if not (path / "token-key.json").exists():
        print(f"{path} is no data folder of a centre.", file=sys.stderr)
        return 1
    if DataFolder(path).url():
        print("The centre runs; stop it first.", file=sys.stderr)
        return 1
    if not asked.yes and input(f"Remove {path} with all its data? Type yes: ") != "yes":
        print("Nothing was removed.")
        return 1
    shutil.rmtree(path)
    print(f"{path} is gone.")
    return 0
