"""The way of events from intake to notify with processes that can be killed, and what stands at its end."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path as File
from uuid import uuid4

from sqlalchemy import select

from shared.contracts.intake import TicketMoved
from shared.testing.people import DESK, SITE
from tests.end_to_end.conftest import Path, eventually

ROOT = File(__file__).resolve().parents[2]
LONG = 150  # seconds; a limit for the stuck, never a measure of speed


def environ_of(settings, **more: str) -> dict[str, str]:
    """What a process of the service these settings belong to finds in its environment."""
    told = {"DATABASE_URL": settings.database_url, "BROKER_URL": settings.broker_url}
    told["TOKEN_PUBLIC_KEYS"] = settings.token_public_keys
    if hasattr(settings, "token_private_key"):
        told["TOKEN_PRIVATE_KEY"] = settings.token_private_key
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    return ours | {f"FRONTDESK_{name}": value for name, value in (told | more).items()}


@dataclass
class Road(Path):
    """Each announced move is one delivery at notify's: an effect that can be counted."""

    log: File = File(os.devnull)
    children: list[subprocess.Popen] = field(default_factory=list)

    def announce(self, count: int = 1) -> list[str]:
        numbers = [f"T-{uuid4().hex[:10]}" for _ in range(count)]
        with self.sender.work(DESK) as work:
            for number in numbers:
                announce_move(work, number)
        return numbers

    def worker(self, service: str, role: str, crash: str | None = None, passes: int = 1) -> subprocess.Popen:
        """One process of a service; with `crash` it dies at that point, see crashing.py."""
        crashing = ["tests.fault.crashing", service, role, crash, str(passes)]
        words = crashing if crash else [f"services.{service}", role]
        settings = (self.sender if service == "intake" else self.reader).settings
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", *words],
                env=environ_of(settings, PREFETCH="10"),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        self.children.append(child)
        return child

    def dies(self, *words, **more) -> None:
        """Run a process that is to die at its point, and see that it did."""
        assert self.worker(*words, **more).wait(LONG) == -9, self.log.read_text()[-3000:]

    def told(self) -> list[str]:
        """The numbers of the moves that took effect, doubles included."""
        table = self.reader.table("webhook_deliveries")
        with self.reader.reading(None) as session:
            return sorted(session.execute(select(table.c.number)).scalars())

    def arrives(self, numbers: list[str]) -> None:
        """All of them took effect, each once; nothing waits, nothing was given up."""
        eventually(lambda: len(self.told()) >= len(numbers) and not self.waiting(), LONG)
        assert self.told() == sorted(numbers)
        assert self.handled() == len(numbers)
        assert self.parked() == []

    def end(self) -> None:
        for child in self.children:
            child.kill()
            child.wait()


def announce_move(work, number: str) -> None:
    ticket, platform = uuid4(), uuid4()
    work.announce(
        TicketMoved, about=ticket, site_id=SITE, ticket_id=ticket, number=number, sequence=1, action="open",
        from_state=None, to_state="open", reason=None, at=datetime.now(UTC), integration_id=platform,
        external_id=number,
    )  # fmt: skip
