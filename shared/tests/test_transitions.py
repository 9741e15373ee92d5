"""A lifecycle is one table; what is not in it is refused, and nothing has changed then."""

import enum
from types import SimpleNamespace

import pytest

from shared.errors import BadInput, Conflict, NotAllowed
from shared.testing.people import DESK, SITE, SUPERVISOR
from shared.transitions import Lifecycle, Move


class Door(enum.StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


DOOR = Lifecycle(
    Door,
    [
        Move("shut", (Door.OPEN,), Door.SHUT),
        Move("open", (Door.SHUT,), Door.OPEN),
        Move("lock", (Door.SHUT,), Door.LOCKED, who=("supervisor",), requires=("key",)),
    ],
)


def door(state):
    return SimpleNamespace(state=state, site_id=SITE)


def test_an_allowed_move_changes_the_state():
    thing = door(Door.OPEN)
    DOOR.move(thing, "shut", DESK)
    assert thing.state is Door.SHUT


def test_a_move_that_is_not_in_the_table_names_what_is_allowed():
    thing = door(Door.SHUT)
    with pytest.raises(Conflict) as refused:
        DOOR.move(thing, "shut", DESK)
    assert refused.value.extra["allowed"] == ["open"]
    assert thing.state is Door.SHUT


def test_a_move_of_another_role_is_not_allowed():
    with pytest.raises(NotAllowed):
        DOOR.move(door(Door.SHUT), "lock", DESK, key="7")


def test_missing_facts_are_named():
    thing = door(Door.SHUT)
    with pytest.raises(BadInput) as refused:
        DOOR.move(thing, "lock", SUPERVISOR)
    assert list(refused.value.errors) == ["key"]
    assert thing.state is Door.SHUT


def test_a_table_that_leads_two_ways_cannot_be_built():
    with pytest.raises(ValueError):
        Lifecycle(Door, [Move("shut", (Door.OPEN,), Door.SHUT), Move("shut", (Door.OPEN,), Door.LOCKED)])


def test_a_door_of_another_name_is_offered_once_and_a_step_without_one_never():
    doors = {"open": "push", "lock": None}
    table = Lifecycle(Door, [*DOOR.moves, Move("prop", (Door.SHUT,), Door.OPEN)], doors=doors | {"prop": "push"})
    assert table.allowed(Door.SHUT, ["supervisor"]) == ("push",)


def test_a_thing_that_knows_more_than_its_table_says_itself_what_is_offered():
    thing = door(Door.SHUT)
    thing.allowed = lambda principal: ("ask " + principal.login,)
    with pytest.raises(Conflict) as refused:
        DOOR.move(thing, "shut", DESK)
    assert refused.value.extra["allowed"] == ["ask desk"]
