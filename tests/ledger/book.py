"""What the callers know: every attempt, noted before it is sent, and every answer, noted after. A file that outlives
the driver that writes it."""

import json
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

ACCEPTED = (200, 201)
UNKNOWN = 0  # no answer came: whether it was done is not known


@dataclass
class Entry:
    """All that was tried and told under one key: an external id, or an Idempotency-Key."""

    key: str
    attempts: int = 0
    answers: list[tuple[int, dict]] = field(default_factory=list)

    @property
    def told(self) -> list[dict]:
        """Every answer that said yes, oldest first."""
        return [told for status, told in self.answers if status in ACCEPTED]

    @property
    def is_accepted(self) -> bool:
        return bool(self.told)


class Book:
    """Append-only JSON lines. A line goes to the file with one write, so a killed driver leaves at most half a line."""

    def __init__(self, path: Path | str):
        self.path = Path(path)
        self.writing = threading.Lock()
        self.tries = sum(1 for line in self.lines() if "key" in line)
        torn = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
        self.file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if torn:
            os.write(self.file, b"\n")

    def attempt(self, key: str, *, kind: str = "push", **about) -> int:
        """Note what is about to be sent; returns the number under which its answer is noted."""
        with self.writing:
            self.tries += 1
            self._write({"try": self.tries, "kind": kind, "key": key, **about})
            return self.tries

    def answer(self, number: int, status: int, told: dict | None = None) -> None:
        """Note what came back; UNKNOWN when nothing did."""
        with self.writing:
            self._write({"try": number, "status": status, "told": told or {}})

    def _write(self, line: dict) -> None:
        os.write(self.file, (json.dumps(line, ensure_ascii=False) + "\n").encode())

    def lines(self) -> list[dict]:
        """Everything written so far; half a line, left by a kill, says nothing."""
        if not self.path.exists():
            return []
        found = []
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def entries(self, kind: str = "push") -> dict[str, Entry]:
        """By key, in the order of the first attempt."""
        found: dict[str, Entry] = {}
        tried: dict[int, Entry] = {}
        for line in self.lines():
            if line.get("kind") == kind:
                tried[line["try"]] = entry = found.setdefault(line["key"], Entry(line["key"]))
                entry.attempts += 1
            elif "status" in line and line["try"] in tried:
                tried[line["try"]].answers.append((line["status"], line["told"]))
        return found

    def accepted(self) -> dict[str, str]:
        """The ticket that was promised for each accepted push."""
        return {key: entry.told[0]["ticket_id"] for key, entry in self.entries().items() if entry.is_accepted}

    def close(self) -> None:
        os.close(self.file)
