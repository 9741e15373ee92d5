"""Other people's servers at their worst: they hang up, talk nonsense, drip, never answer; and one with its moods."""

import contextlib
import json
import socket
import threading
from collections import defaultdict

from services.notify.tests.stubs import Receiver

DRIP = 0.05  # seconds between two bytes


class Rude:
    """Takes a connection and then does not behave: `close`, `nonsense`, `drip`, or `hang`."""

    def __init__(self, manner: str):
        self.manner, self.calls, self.over = manner, 0, threading.Event()
        self.door = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while not self.over.is_set():
                talk, _ = self.door.accept()
                self.calls += 1
                threading.Thread(target=self._misbehave, args=(talk,), daemon=True).start()

    def _misbehave(self, talk: socket.socket) -> None:
        with talk, contextlib.suppress(OSError):
            if self.manner == "nonsense":
                talk.sendall(b"\x00\xff nonsense\r\n\r\n" * 100)
            while self.manner in ("drip", "hang") and not self.over.wait(DRIP):
                if self.manner == "drip":
                    talk.sendall(b"H")

    def close(self) -> None:
        self.over.set()
        self.door.close()


class Moody(Receiver):
    """A platform that looks at delivery ids; `effects` is what it did with what it took, after so many seconds."""

    def __init__(self):
        super().__init__()
        self.seen: set[str] = set()
        self.effects: dict[str, list[int]] = defaultdict(list)
        self.patience = 0.0

    def note(self, path: str, headers: dict, body: bytes) -> tuple:
        answer = super().note(path, headers, body)
        threading.Event().wait(self.patience)
        told, name = json.loads(body)["data"], headers["webhook-id"]
        with self._lock:
            if answer[0] < 300 and name not in self.seen:  # taken, whether or not the caller hears of it
                self.seen.add(name)
                self.effects[told["ticket_id"]].append(told["sequence"])
        return answer

    @property
    def repeats(self) -> int:
        return len(self.got) - len({call["headers"]["webhook-id"] for call in self.got})


def in_order(effects: dict[str, list[int]], moves: int) -> bool:
    """Every ticket was told each of its moves once, and in order."""
    return all(told == list(range(1, moves + 1)) for told in effects.values())
