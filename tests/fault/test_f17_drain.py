"""F17, SIGTERM: what is in hand is finished, what is not goes back, and each process leaves with 0 in good time."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from sqlalchemy import func, select

from shared.messaging.topology import VHOST, inbox_of
from tests.end_to_end.conftest import eventually
from tests.fault.front import RECORDS
from tests.fault.load import held
from tests.fault.road import LONG

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
GRACE = 25  # seconds, as gunicorn, compose and Kubernetes are told


def test_a_request_in_hand_is_answered_and_the_doors_leave_with_0(front):
    with ThreadPoolExecutor(3) as callers:
        with held(front.store, "pushes") as waiting:
            asked = [callers.submit(front.push_once, record) for record in RECORDS[:3]]
            eventually(lambda: waiting() > 0, LONG)
            front.supervisor.over.set()  # the supervisor must not start it again
            front.web.child.send_signal(signal.SIGTERM)
            eventually(lambda: shut(front), LONG)
            assert front.web.child.poll() is None, "it waits for what is in hand"
        assert [one.result(LONG).status_code for one in asked] == [201] * 3
    assert front.web.child.wait(GRACE) == 0
    front.must_stand()


def shut(front) -> bool:
    try:
        return not requests.get(f"{front.url}/livez", timeout=5).ok
    except requests.RequestException:
        return True


def told_to_leave(road, service: str, role: str, store, table: str) -> None:
    """SIGTERM comes while what the process has in hand waits for `table`: it is finished first."""
    with held(store, table) as waiting:
        child = road.worker(service, role)
        eventually(waiting, LONG)
        child.terminate()
        assert child.poll() is None
    assert child.wait(GRACE) == 0


def test_a_consumer_finishes_the_batch_in_hand_and_gives_the_rest_back(server_road):
    numbers = server_road.announce(35)  # its window is ten
    server_road.relay().send_round()
    told_to_leave(server_road, "notify", "consume", server_road.reader, "webhook_deliveries")
    assert 0 < len(server_road.told()) < 35, "it took nothing more"
    server_road.worker("notify", "consume")
    server_road.arrives(numbers)


def test_a_relay_marks_what_it_sent_before_it_leaves(server_road, rabbit):
    """What was confirmed in its last round is marked, so nothing of it goes twice."""
    numbers = server_road.announce(60)
    told_to_leave(server_road, "intake", "relay", server_road.sender, "outbox")
    assert rabbit.waiting(inbox_of("notify"), VHOST) == 60 - server_road.waiting()
    server_road.start(server_road.consumer(), server_road.relay())
    server_road.arrives(numbers)


def test_a_clock_finishes_the_timer_in_hand_and_leaves_the_others_free(server_road):
    told_to_leave(server_road, "intake", "clock", server_road.sender, "push_signatures")
    timers = server_road.sender.table("timers")
    with server_road.sender.reading(None) as session:
        held_back = select(func.count()).where(timers.c.lease_until.is_not(None))
        swept = select(timers.c.due_at > func.now()).where(timers.c.kind == "every:sweep_push_signatures")
        assert session.scalar(held_back) == 0, "another clock may take every one of them at once"
        assert session.scalar(swept), "what was in hand is done, and due again later"
