"""F18: ten times what the doors can serve: a bounded queue, an early 503 with Retry-After, what was accepted stands."""

from pathlib import Path
from statistics import median

import pytest

from shared.settings import SPARE_THREADS
from tests.fault.front import RECORDS, Front
from tests.fault.load import Load, held

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
AT_ONCE, WAITING, WORKERS = 1, 3, 2
LINES = 10 * WORKERS * (AT_ONCE + WAITING)
GROWTH = 40  # MB a worker may grow by in a burst: its threads and what they hold; each push is some kB


@pytest.fixture
def narrow(server_road, tmp_path):
    """Doors that serve one at once and let three wait, each."""
    front = Front(server_road.sender, tmp_path)
    front.environ |= {"FRONTDESK_WEB_THREADS": str(AT_ONCE), "FRONTDESK_WEB_WAITING": str(WAITING)}
    try:
        front.open()
        yield front
    finally:
        front.close()


def of(pid: int, name: str) -> int:
    said = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in said if line.startswith(f"{name}:")))


def test_a_burst_of_ten_times_the_capacity_is_refused_early_and_what_was_accepted_stands(narrow):
    narrow.push_all(RECORDS[:5])
    before = {pid: of(pid, "VmRSS") for pid in narrow.workers()}
    with Load(narrow, RECORDS, lines=LINES) as load:
        with held(narrow.store, "pushes"):  # nobody is served for a while: whoever comes meets a full house
            load.more(3 * LINES, 503)
            assert narrow.ready(), "an orchestrator must not take us for dead"
        load.more(2 * LINES, 503)
        load.more(LINES)
    accepted = [answer for answer in load.answers if answer.status == 201]
    refused = [answer for answer in load.answers if answer.status == 503]
    grown = {pid: (of(pid, "VmRSS") - was) / 1024 for pid, was in before.items()}
    print(
        f"F18: {LINES} lines, accepted {len(accepted)}, refused {len(refused)};"
        f" median seconds {median(a.seconds for a in accepted):.3f} and {median(a.seconds for a in refused):.3f};"
        f" growth of the workers {max(grown.values()):.1f} MB"
    )
    assert {answer.status for answer in load.answers} == {201, 503}
    assert {answer.code for answer in refused} == {"unavailable"}
    assert all(1 <= int(answer.retry_after) <= 4 for answer in refused)
    assert set(narrow.workers()) == before.keys(), "nobody died of it"
    assert max(grown.values()) < GROWTH
    assert all(of(pid, "Threads") < AT_ONCE + WAITING + SPARE_THREADS + 8 for pid in before)
    narrow.must_stand()
