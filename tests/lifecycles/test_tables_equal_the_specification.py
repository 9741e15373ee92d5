"""The product's tables of moves are those of the specification, and no lifecycle is without a second opinion (C-2)."""

import pytest

from shared.transitions import Lifecycle, Move
from tests.architecture.test_lifecycles import LIFECYCLES
from tests.lifecycles.book import BOOKS, PAYMENT


def rows(lifecycle: Lifecycle) -> set:
    """Every single step of a table, as the book writes them."""
    return {(str(s), move.action, str(move.to), frozenset(move.who)) for move in lifecycle.moves for s in move.from_}


@pytest.mark.parametrize("name", LIFECYCLES)
def test_the_table_says_what_the_specification_says(name):
    lifecycle = LIFECYCLES[name]
    expected = BOOKS.get(lifecycle.states.__name__)
    assert expected, f"{name} has no second opinion: write it into tests/lifecycles/book.py"
    assert {str(state) for state in lifecycle.states} == set(expected.states)
    assert rows(lifecycle) == expected.as_rows()


def test_every_book_has_its_table():
    assert {lifecycle.states.__name__ for lifecycle in LIFECYCLES.values()} == set(BOOKS)


def test_a_move_too_many_and_a_role_too_many_are_seen():
    table = next(one for one in LIFECYCLES.values() if one.states.__name__ == "PaymentState")
    again = Move("reverse", (table.states("reversed"),), table.states("received"))
    guarded = [Move(move.action, move.from_, move.to, (*move.who, "guard")) for move in table.moves]
    assert rows(Lifecycle(table.states, [*table.moves, again])) != PAYMENT.as_rows()
    assert rows(Lifecycle(table.states, guarded)) != PAYMENT.as_rows()
