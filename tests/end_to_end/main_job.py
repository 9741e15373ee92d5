"""Runs the main job as `make demo` does and reads its closing line."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLOSING = re.compile(r"^demo: (.*)$", re.MULTILINE)
LIMIT = 400  # seconds, for the stuck


def play(*arguments: str) -> tuple[int, dict[str, int]]:
    """The exit code and the figures of the closing line."""
    command = [sys.executable, "-m", "embedded", "demo", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT)
    print(done.stdout, done.stderr)
    return done.returncode, figures(done.stdout)


def figures(told: str) -> dict[str, int]:
    return {name: int(value) for name, value in (part.split("=") for part in CLOSING.search(told)[1].split())}


def must_add_up(told: dict[str, int], pushed: int) -> None:
    """The figures of a day on which everything pushed was carried to its end."""
    assert told["differences"] == 0
    assert told["pushed"] == told["tickets"] == told["closed"] == pushed
    assert told["orders"] == told["tickets"] + told["rework"]
    assert told["receipts"] >= told["bills"] > 0
    assert told["messages"] > 0 and told["visits"] > 0
