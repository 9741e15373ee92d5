"""F7: PostgreSQL killed under load: 503 with Retry-After meanwhile, then every process goes on by itself (P1, P3)."""

import itertools
import threading
from typing import NamedTuple

import pytest

from tests.end_to_end.conftest import eventually
from tests.fault.front import RECORDS
from tests.fault.road import LONG

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


@pytest.fixture
def database(postgres):
    """Whatever a test does to it, the next one finds it working."""
    yield postgres
    if not postgres.is_running():
        postgres.start()


class Told(NamedTuple):
    status: int
    retry_after: str | None
    code: str | None


class Caller:
    """Pushes without a pause from four lines, and notes what came back."""

    def __init__(self, front, records):
        self.front, self.answers, self.over = front, [], threading.Event()
        self.todo, self.guard = itertools.cycle(records), threading.Lock()
        self.lines = [threading.Thread(target=self.push, daemon=True) for _ in range(4)]
        for line in self.lines:
            line.start()

    def push(self) -> None:
        while not self.over.is_set():
            with self.guard:
                record = next(self.todo)
            answer = self.front.push_once(record)
            self.answers.append(Told(answer.status_code, answer.headers.get("Retry-After"), answer.json().get("code")))

    def answered(self, *statuses: int, since: int = 0) -> int:
        return sum(1 for answer in self.answers[since:] if answer.status in statuses)

    def stop(self) -> None:
        self.over.set()
        for line in self.lines:
            line.join(LONG)


def test_the_doors_say_503_while_the_database_is_dead_and_go_on_when_it_is_back(front, server_road, database, dice):
    workers = [server_road.worker("intake", "relay"), server_road.worker("notify", "consume")]
    caller = Caller(front, RECORDS[:60])
    for _ in range(2):
        soon = len(caller.answers) + dice.randint(5, 30)
        eventually(lambda: caller.answered(200, 201) and len(caller.answers) >= soon, LONG)  # noqa: B023
        before = len(caller.answers)
        database.kill()
        eventually(lambda: caller.answered(503, since=before) >= 8, LONG)  # noqa: B023
        database.start()
        back = len(caller.answers)
        eventually(lambda: caller.answered(200, 201, since=back) >= 8, LONG)  # noqa: B023
    caller.stop()
    assert {answer.status for answer in caller.answers} == {200, 201, 503}
    refused = [answer for answer in caller.answers if answer.status == 503]
    assert all(int(answer.retry_after) >= 1 for answer in refused)
    assert {answer.code for answer in refused} == {"unavailable"}
    front.push_all(RECORDS[:60])  # who was told 503 asks again
    front.must_stand()
    eventually(lambda: server_road.waiting() == 0, LONG)
    eventually(lambda: len(server_road.told()) == len(front.platform.accepted), LONG)
    assert server_road.parked() == []
    assert [worker.poll() for worker in workers] == [None, None], "they go on without hands"
