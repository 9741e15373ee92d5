"""A small day that is over: what stands in its databases is judged, whole and after something was spoilt."""

import copy
import shutil
from types import SimpleNamespace

import pytest

from embedded.folder import SERVICES
from embedded.reconcile.read import read_facts
from tests.end_to_end.conftest import eventually
from tests.fault.conftest import roll
from tests.fault.mayhem import Mayhem, killing, records, standing_day, till_agrees
from tests.ledger.book import Book
from tests.ledger.caller import Callers
from tests.ledger.house import bus_queues, stores_of
from tests.ledger.judge import judge
from tests.ledger.rest import under_way

PUSHED, UNTIL = 16, 36  # so much is pushed; by then so much was done that every fault has happened


def faults_of(centre, dice) -> list[tuple]:
    """The doors, one of their workers, and the workers of each service (F1–F3)."""
    doors = [killing(centre, "web", dice=dice), killing(centre, "web", worker=True, dice=dice)]
    return doors + [killing(centre, service, dice=dice) for service in SERVICES]


@pytest.fixture(scope="session")
def finished_day(tmp_path_factory):
    """A day in one folder, carried to its end while every process is killed once: the folder, the book's path, what the
    receiver heard and what `reconcile` read."""
    folder, dice = tmp_path_factory.mktemp("day"), roll("the day that is judged")
    book = Book(folder / "book.jsonl")
    with standing_day(folder) as (centre, day):
        callers = Callers.of(day.platform, book, dice, lines=4, batches=0.3)
        faults = faults_of(centre, dice)
        with Mayhem(day, faults, dice, until=UNTIL, progress=lambda: callers.requests + day.did().total()) as mayhem:
            callers.push_all(records(PUSHED))
            day.platform.accepted = book.accepted()
            assert day.play(), day.troubles()
        assert len(mayhem.done) == len(faults)
        day.settle()
        with stores_of(folder) as stores:  # a process killed with events in its hand leaves them held for a lease
            eventually(lambda: not under_way(stores, lambda: bus_queues(folder)), 60)
        assert till_agrees(day)
        facts = read_facts(day.admin, accepted=book.accepted(), heard=day.outside.heard)
        heard = {ticket: list(sequences) for ticket, sequences in day.outside.heard.items()}
    book.close()
    return SimpleNamespace(folder=folder, book=folder / "book.jsonl", heard=heard, facts=facts)


@pytest.fixture
def day(finished_day, tmp_path):
    """The finished day's data once more, so that something can be spoilt in it; `judged()` is the verdict."""
    here = tmp_path / "day"
    shutil.copytree(finished_day.folder, here)
    settings = here / "settings.json"
    settings.write_text(settings.read_text().replace(str(finished_day.folder), str(here)))
    day = SimpleNamespace(folder=here, book=here / "book.jsonl", queues=bus_queues(here))
    day.facts = copy.deepcopy(finished_day.facts)
    day.heard = {ticket: list(sequences) for ticket, sequences in finished_day.heard.items()}

    def judged():
        with stores_of(here) as stores:
            return judge(Book(day.book), stores, queues=day.queues, deliveries=day.heard, facts=day.facts)

    day.judged = judged
    return day
