"""A small day that is over: what stands in its databases is judged, whole and after something was spoilt."""

import copy
import random
import shutil
from types import SimpleNamespace

import pytest

from embedded.reconcile.read import read_facts
from tests.fault.mayhem import records, standing_day
from tests.ledger.book import Book
from tests.ledger.caller import Callers
from tests.ledger.house import bus_queues, stores_of
from tests.ledger.judge import judge

PUSHED = 16


@pytest.fixture(scope="session")
def finished_day(tmp_path_factory):
    """The folder, the book's path, what the receiver heard and what `reconcile` read, of a day carried to its end."""
    folder = tmp_path_factory.mktemp("day")
    book = Book(folder / "book.jsonl")
    with standing_day(folder) as (_centre, day):
        callers = Callers.of(day.platform, book, random.Random(7), lines=4, batches=0.3)  # noqa: S311
        callers.push_all(records(PUSHED))
        accepted = {key: entry.told[0]["ticket_id"] for key, entry in book.entries().items() if entry.is_accepted}
        day.platform.accepted = accepted
        assert day.play(), day.troubles()
        day.settle()
        facts = read_facts(day.admin, accepted=accepted, heard=day.outside.heard)
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
