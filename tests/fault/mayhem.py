"""A day of the centre on which its processes are killed, at points of the day's work that the dice chose."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

from embedded.centre import Centre, free_port
from embedded.demo.exports import read_export
from embedded.demo.outside import Outside
from embedded.demo.play import channels, open_day
from embedded.demo.profiles import own_profiles
from embedded.folder import SERVICES, DataFolder
from embedded.reconcile.read import read_facts
from shared.testing.servers.keeper import descendants
from tests.end_to_end.conftest import eventually

PROFILE = next(profile for profile in own_profiles() if profile["name"] == "sample")
SAMPLE = Path(__file__).resolve().parents[2] / "embedded" / "sample" / "call-centre-export.csv"
ID = PROFILE["external_id"][0]
PATIENCE, SETTLING = 240, 200  # a killed sender's deliveries are taken up by the next after half a minute


def tell(line: str) -> None:
    print(f"{time.monotonic():10.1f}  {line}", flush=True)


def records(count: int) -> list[dict]:
    """The good records of the sample export, over and over: each round they have ids of their own."""
    good = {record[ID]: record for record in reversed(read_export(SAMPLE)) if record[ID]}
    sample = sorted(good.values(), key=lambda record: record[ID])
    rounds = range(count // len(sample) + 1)
    return [record | {ID: f"{record[ID]}{f'-{n}' if n else ''}"} for n in rounds for record in sample][:count]


@contextlib.contextmanager
def standing_day(folder: Path, **given):
    """A centre with its outside world, its operator and its connected platform, before the first push."""
    outside = Outside(mail_port=free_port())
    centre = Centre(DataFolder(folder), free_port(), extra={"notify": channels(outside)}, tell=tell, **given)
    outside.open()
    try:
        centre.start()
        day = open_day(centre, outside, PROFILE, tell)
        day.patience, day.settling = PATIENCE, SETTLING
        yield centre, day
    finally:
        centre.stop()
        outside.close()


class Mayhem:
    """`faults` are (name, what does it). Each comes when so much was done; how fast that was does not matter."""

    def __init__(self, day, faults: list, dice, *, until: int, progress=None, tell=None):
        dice.shuffle(faults)
        self.day, self.done, self.over, self.over_at = day, [], threading.Event(), 0.0
        self.progress, self.tell = progress or self.progress, tell or day.tell
        self.schedule = list(zip(sorted(dice.sample(range(4, until), len(faults))), faults, strict=True))
        self.thread = threading.Thread(target=self.run, daemon=True, name="mayhem")

    def run(self) -> None:
        for point, (name, make) in self.schedule:
            while self.progress() < point:
                if self.over.wait(0.02):
                    return
            self.tell(f"killing {name}")
            make()
            self.over_at = time.monotonic()
            self.done.append(name)

    def progress(self) -> int:
        return len(self.day.platform.accepted) + self.day.did().total()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        self.thread.join(120)


def killing(centre, *names: str, worker: bool = False, dice) -> tuple:
    """A fault: one of these processes, or one of its workers, dies by SIGKILL."""
    chosen, share = dice.choice(names), dice.random()
    process = next(process for process in centre.processes.known if process.name == chosen)

    def kill() -> None:
        eventually(lambda: process.child.poll() is None and (workers_of(process.child) or not worker), PATIENCE)
        if worker:
            kill_one(workers_of(process.child), share)
        else:
            process.child.kill()

    return f"{chosen} {'worker' if worker else 'itself'}", kill


def workers_of(child) -> list[int]:
    """Of a process that was not waited for yet: only until then its number is surely its own."""
    return descendants(child.pid) if child.poll() is None else []


def kill_one(family: list[int], share: float) -> None:
    """`share` says which: chosen beforehand, so that the same seed makes the same choices."""
    with contextlib.suppress(ProcessLookupError, IndexError):
        os.kill(family[int(share * len(family))], signal.SIGKILL)


def of_every(role: str) -> list[str]:
    return [f"{service}-{role}" for service in SERVICES]


def till_agrees(day) -> bool:
    """Every receipt the cashier was told stands at its bill; no record was refused, no repeat got another answer."""
    cashier = next(player for player in day.players if player.name == "cashier")
    facts = read_facts(day.admin)
    standing = {bill["bill_id"]: bill["receipt_numbers"] for bill in facts.bills}
    assert all(receipt in standing[bill] for bill, receipt in cashier.told)
    assert len(set(cashier.told)) == len(cashier.told), "each part of a bill was paid once"
    assert day.platform.counts["another answer"] == 0
    assert {ticket["ticket_id"] for ticket in facts.tickets} == set(day.platform.accepted.values())
    return True
