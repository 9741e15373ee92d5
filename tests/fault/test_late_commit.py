"""The relay's trap: who announced first commits last. A relay that remembers "the last position" never sees it."""

import pytest

from shared.testing.people import DESK
from tests.fault.road import announce_move

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]


def test_a_late_commit_with_a_lower_position_is_not_skipped(server_road):
    relay = server_road.relay()
    with server_road.sender.work(DESK) as late:
        announce_move(late, "T-late")
        outbox_now(server_road.sender, late)
        numbers = server_road.announce(1)  # a higher position, committed first
        assert relay.send_round() == 1
    assert relay.send_round() == 1
    relay.hang_up()
    positions = positions_by_number(server_road, ["T-late", *numbers])
    assert positions["T-late"] < positions[numbers[0]], "or this test shows nothing"
    server_road.worker("notify", "consume")
    server_road.arrives(["T-late", *numbers])


def outbox_now(store, work) -> None:
    """Writes down what the work announced so far, as its commit would, but leaves the transaction open."""
    from shared.messaging import outbox

    outbox.write(work)
    work.announcements.clear()


def positions_by_number(road, numbers) -> dict[str, int]:
    table = road.sender.table("outbox")
    with road.sender.reading(None) as session:
        rows = session.execute(table.select()).all()
    return {number: row.position for row in rows for number in numbers if number in row.body}
