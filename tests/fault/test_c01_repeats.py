"""C-1: pushes by eight callers, three in ten repeated, shuffled, hasty, while their receiver is killed twice: exactly
the expected tickets, each repeat the first answer, and every event at its reader."""

import pytest

from tests.end_to_end.conftest import eventually
from tests.fault.mayhem import Mayhem, records
from tests.fault.scale import PUSHES, SECONDS
from tests.ledger.book import Book
from tests.ledger.caller import Callers
from tests.ledger.judge import judge
from tests.ledger.rest import under_way

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults"), pytest.mark.timeout(SECONDS)]
REPEATED, CALLERS, KILLS = 0.3, 8, 2
WITH_CLOCK = {"messages"}  # the process that sends them does not run here


def test_every_push_is_one_ticket_however_often_it_comes_and_whoever_dies(front, server_road, dice, tmp_path):
    for service in ("intake", "notify"):
        server_road.worker(service, "relay")
        server_road.worker(service, "consume")
    book = Book(tmp_path / "book.jsonl")
    callers = Callers.of(front.platform, book, dice, lines=CALLERS, repeats=REPEATED, patience=SECONDS)
    plan = callers.plan(records(round(PUSHES * (1 - REPEATED))))
    assert sum(len(parcel.records) for parcel in plan) == PUSHES
    faults = [("the receiver", front.kill_master)] * KILLS
    mayhem = Mayhem(None, faults, dice, until=int(len(plan) * 0.9), progress=lambda: callers.requests, tell=print)
    with mayhem, callers.pushing(plan) as pushing:
        pushing.result(SECONDS)
    assert len(mayhem.done) == KILLS
    stores = {"intake": server_road.sender, "notify": server_road.reader}
    eventually(lambda: not under_way(stores).keys() - WITH_CLOCK, SECONDS)
    verdict = judge(book, stores)
    print(verdict)
    assert verdict.is_clean()
    assert verdict.counts["accepted"] == verdict.counts["pushed"] == round(PUSHES * (1 - REPEATED))
