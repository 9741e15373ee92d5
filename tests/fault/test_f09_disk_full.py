"""F9: a full disk: 503 and neither 500 nor silence, nothing by halves, and all goes on when there is room (P1, P7)."""

import contextlib
from threading import Event as Flag
from threading import Thread

import pytest

from services.intake.service import service
from tests.end_to_end.conftest import eventually
from tests.fault.crowded import Crowded
from tests.fault.disks import MIB, NotHere, SmallDisk
from tests.fault.road import LONG
from tests.fault.writing import ticket

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
BEFORE, AFTER = range(5), 10_000


@pytest.fixture(params=["disk", "told"])
def means(request):
    return request.param


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, means, tmp_path, token_keys):
    with contextlib.ExitStack() as over:
        disk = None
        if means == "disk":
            try:
                disk = over.enter_context(SmallDisk(size=200 * MIB))
            except NotHere as error:
                print(f"nothing can be mounted here ({error}): the database is told to refuse")
        place = Crowded(request.param, token_keys, disk, tmp_path)
        over.callback(place.close)
        yield place


def ask_until_refused(place: Crowded, times: int) -> dict[int, int]:
    """Tickets one after the other until so many were refused; every answer by the number that was asked."""
    answers = {}
    for number in range(len(BEFORE), AFTER):
        said = place.ask(number)
        answers[number] = said.status_code
        if said.status_code == 503:
            assert said.json["code"] == "unavailable" and int(said.headers["Retry-After"]) >= 1
        if list(answers.values()).count(503) >= times:
            return answers
    raise AssertionError("the disk was never full")


def test_a_full_disk_is_a_503_nothing_stands_by_halves_and_all_goes_on_afterwards(place):
    assert {place.ask(number).status_code for number in BEFORE} == {201}
    place.fill_up()
    answers = ask_until_refused(place, 5)
    assert set(answers.values()) <= {201, 503}
    stop, loops = Flag(), [service.relay(place.store), service.clockwork(place.store)]
    threads = [Thread(target=loop.run, args=(stop,), daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        place.make_room()
        eventually(lambda: place.ask(AFTER).status_code == 201, LONG)
        assert {place.ask(number).status_code for number in answers} == {201}, "who was told 503 asks again"
        everything = [*BEFORE, *answers, AFTER]
        assert place.standing() == sorted(ticket(number)["description"] for number in everything)
        eventually(lambda: place.unsent() == 0, LONG)
        assert all(thread.is_alive() for thread in threads), "they go on without hands"
    finally:
        stop.set()
        for thread in threads:
            thread.join(LONG)
    print(f"disk full: {len(answers)} asked, {list(answers.values()).count(503)} refused, {len(everything)} stand")
