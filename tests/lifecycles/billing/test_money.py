"""Whatever is paid, undone, prepaid, applied, contested and taken back, the books hold (C-4, RB-5)."""

import random
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.billing.payments.usecases import receive_payment
from shared.contracts.intake import UnitChanged
from tests.lifecycles.billing.books import check_books, check_purse
from tests.lifecycles.billing.till import Till
from tests.lifecycles.playing import FOUND, LONG, ON_SQLITE, play, seed_of

OPERATIONS = 10_000 if LONG else 80


@pytest.fixture
def stage(client, store, hear, bill, read_bill, balance, site_known):
    building = {"building_id": uuid4(), "building_name": {"zh": "1栋", "en": "Building 1"}}

    def new_unit() -> str:
        unit = uuid4()
        facts = {"unit_id": unit, "version": 1, "code": "1-1-101", "label": "1栋1单元101室", "use": "residential"}
        hear(UnitChanged, about=unit, **facts, **building)
        return str(unit)

    told = SimpleNamespace(client=client, store=store, hear=hear, bill=bill, read_bill=read_bill, balance=balance)
    told.new_unit, told.purses, told.is_long = new_unit, [], LONG
    return told


class MoneyGame(RuleBasedStateMachine):
    def __init__(self, stage):
        super().__init__()
        self.stage, self.till = stage, Till(stage)
        stage.purses.append(self.till.purse)

    @rule(seed=st.integers(0, 2**32 - 1))
    def somebody_does_something(self, seed):
        self.till.turn(random.Random(f"{seed} {self.till.count}"))  # noqa: S311

    @invariant()
    def the_unit_stands_as_the_purse_says(self):
        check_purse(self.stage, self.till.purse)

    def teardown(self):
        check_books(self.stage, self.stage.purses)


def test_money_goes_as_the_purse_says(stage):
    play(lambda: MoneyGame(stage), games=2, steps=20)


@ON_SQLITE
def test_a_payment_that_is_not_entered_in_the_ledger_is_noticed(stage, monkeypatch):
    """The control: money is taken and receipted, and the books do not hear of it."""
    monkeypatch.setitem(receive_payment.__globals__, "post_entry", lambda *_what, **_facts: None)
    with pytest.raises(FOUND):
        play(lambda: MoneyGame(stage), games=20, steps=24)


def test_thousands_of_steps_leave_the_books_in_balance(stage):
    """C-4: refunds to a second person, accruing and waiving of late charges are not built; what is offered is here."""
    dice, till = random.Random(seed_of("money")), None  # noqa: S311
    for n in range(OPERATIONS):
        if n % 50 == 0:
            till = Till(stage)
            stage.purses.append(till.purse)
        till.turn(dice)
        if n % 10 == 9:
            check_purse(stage, till.purse)
    check_books(stage, stage.purses)
