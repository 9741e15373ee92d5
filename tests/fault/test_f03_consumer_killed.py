"""F3: a consumer killed before its commit or after it, before the acknowledgement, handles each event once (P3)."""

import pytest

from shared.messaging.topology import VHOST, dead_of, inbox_of
from tests.end_to_end.conftest import eventually
from tests.fault.road import LONG

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


def test_a_consumer_killed_around_its_commit_handles_each_event_once(road, dice):
    numbers = road.announce(200)
    road.relay().send_round()
    points = ["consumer before commit", "consumer after commit"] * (1 if road.sender.sqlite else 2)  # a lease is 15 s
    dice.shuffle(points)
    for point in points:
        road.dies("notify", "consume", crash=point, passes=dice.randint(1, 3))
    road.worker("notify", "consume")
    road.arrives(numbers)


def test_no_healthy_event_goes_to_the_dead_letters_because_its_neighbour_killed_the_reader(server_road, rabbit, dice):
    numbers = server_road.announce(10)  # one window: each crash counts a delivery for all ten
    server_road.relay().send_round()
    for _ in range(dice.randint(3, 5)):
        server_road.dies("notify", "consume", crash="consumer before commit")
    server_road.worker("notify", "consume")
    server_road.arrives(numbers)
    eventually(lambda: rabbit.waiting(inbox_of("notify"), VHOST) == 0, LONG)
    assert rabbit.waiting(dead_of("notify"), VHOST) == 0
