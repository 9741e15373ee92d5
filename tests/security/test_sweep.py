"""Every door of every service, knocked at by everybody: who may is what permissions.toml says, and nobody else.

Generated from the route maps (RO-1, P9; reliability.md 2.7 item 1): nobody has to remember a new door.
"""

from tests.security.cast import OWN
from tests.security.expected import WHO, expected_of, name_in_table, table
from tests.security.sweep import unknown_doors


def test_every_door_is_in_the_table_and_says_public_only_where_the_table_does(doors, service):
    assert unknown_doors(doors) == []
    assert [d.name for d in doors if (d.allow == "public") != expected_of(d).public] == []


def test_the_table_names_no_door_that_is_gone(doors, service):
    there = {name_in_table(door) for door in doors}
    assert {name for whose, name in table() if whose in (service.name, "every")} - there == set()


def test_the_doors_declare_what_the_table_says_so_that_the_printed_page_is_true(closed):
    """docs/permissions.md is made from what the doors declare."""
    declared = {door.name: frozenset(WHO) if door.allow == "anyone" else frozenset(door.allow) for door, _ in closed}
    assert {
        door.name: said.roles ^ declared[door.name] for door, said in closed if said.roles != declared[door.name]
    } == {}


def test_each_role_may_what_the_table_says(closed, sweep, world):
    for door, expected in closed:
        sweep.roles(door, expected, world.ids[OWN])
    sweep.tell()
    assert sweep.wrong == []


def test_nobody_comes_in_without_a_valid_token(closed, sweep, world, token_keys):
    for door, _expected in closed:
        sweep.nobody(door, world.ids[OWN], token_keys)
    sweep.tell()
    assert sweep.wrong == []


def test_a_browsers_cookie_opens_what_a_token_opens(closed, sweep, world):
    for door, expected in closed:
        sweep.browsers(door, expected, world.ids[OWN])
    sweep.tell()
    assert sweep.wrong == []
