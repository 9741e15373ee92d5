"""F2: a relay that is killed, wherever it stands, loses no event; what left twice is handled once (P3)."""

import pytest

from tests.fault.crashing import POINTS

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


def test_a_relay_killed_at_any_point_loses_nothing_and_doubles_nothing(road, dice):
    points = [point for point in POINTS if point.startswith("relay")]
    dice.shuffle(points)
    numbers = []
    for point in points:
        numbers += road.announce(dice.randint(1, 40))
        road.dies("intake", "relay", crash=point)
    road.worker("notify", "consume")
    numbers += road.announce(5)
    road.worker("intake", "relay")
    road.arrives(numbers)


def test_of_two_relays_one_goes_on_when_the_other_is_killed(server_road, dice):
    relays = [server_road.worker("intake", "relay") for _ in range(2)]
    server_road.worker("notify", "consume")
    numbers = server_road.announce(20)
    server_road.arrives(numbers)
    dice.choice(relays).kill()
    numbers += server_road.announce(20)
    server_road.arrives(numbers)
