"""F1: web processes killed in the middle of requests: an accepted push stands, a repeated one gets the same answer."""

import threading

import pytest
import requests

from shared.testing.servers.keeper import started
from tests.end_to_end.conftest import eventually
from tests.fault.front import RECORDS
from tests.fault.mayhem import kill_one
from tests.fault.road import LONG

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
PUSHED, KILLS = 60, 4


class Mugger:
    """Kills a web process 0 to 50 ms after a push was sent, at pushes that the dice chose."""

    def __init__(self, front, dice):
        self.front, self.dice, self.killed, self.sent = front, dice, [], 0
        self.moments = set(dice.sample(range(2, PUSHED - 4), KILLS))
        self.turns = ["worker", "master"] + dice.choices(["worker", "master"], k=KILLS - 2)
        self.sign, front.platform.signature = front.platform.signature, self.signature

    def signature(self, raw: str) -> dict:
        """Called for each request that is about to be sent."""
        self.sent += 1
        if self.sent in self.moments and self.turns:
            threading.Timer(self.dice.uniform(0, 0.05), self.kill, [self.turns.pop()]).start()
        return self.sign(raw)

    def kill(self, who: str) -> None:
        if who == "master":
            self.front.kill_master()
        else:
            kill_one(self.front.workers(), self.dice.random())
        self.killed.append(who)


def test_an_accepted_push_survives_the_death_of_its_worker_and_its_master(front, dice):
    mugger = Mugger(front, dice)
    records = RECORDS[:PUSHED]
    front.push_all(records)
    assert len(mugger.killed) == KILLS
    eventually(front.ready, LONG)
    front.push_all(records)  # all of them again: the first answers
    assert front.platform.refused == []
    assert len(front.platform.accepted) >= PUSHED * 0.9  # a few sample records share an id on purpose
    front.must_stand()


def test_a_worker_does_not_outlive_its_master(front):
    """It would hold the port, and no new master could open."""
    workers = {pid: started(pid) for pid in front.workers()}
    assert len(workers) == 2
    with requests.Session() as idle:  # a caller that keeps its connection keeps no worker alive
        assert idle.get(f"{front.url}/livez", timeout=30).ok
        front.kill_master()
        eventually(lambda: all(started(pid) != since for pid, since in workers.items()), 15)
        eventually(front.ready, LONG)
