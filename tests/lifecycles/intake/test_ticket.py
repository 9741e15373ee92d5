"""Whatever anybody does to a ticket, it goes as the book says (C-2, RW-7)."""

from types import SimpleNamespace

import pytest

from services.intake.tests.calls.conftest import record
from services.intake.tickets.models import Ticket
from shared.transitions import Lifecycle, Move
from tests.lifecycles.intake.order_talk import TicketAndWork
from tests.lifecycles.intake.ticket_game import stage_people
from tests.lifecycles.playing import FOUND, ON_SQLITE, play


@pytest.fixture
def stage(client, store, opened, tell, push, place):
    told = SimpleNamespace(client=client, store=store, opened=opened, tell=tell)
    told.push = stage_people(client, opened, push, record)
    return told


def test_a_ticket_goes_as_the_book_says(stage):
    play(lambda: TicketAndWork(stage), games=4, steps=22)


@ON_SQLITE
def test_a_move_too_many_is_noticed(stage, monkeypatch):
    """The control: the desk may suddenly close what is only dispatched, without any visit (RW-7)."""
    from services.intake.tickets import models

    table = models.LIFECYCLE
    state = table.states
    planted = Move("waive", (state.DISPATCHED, state.CANCELLED), state.CLOSED, who=("supervisor", "manager"))
    monkeypatch.setattr(models, "LIFECYCLE", Lifecycle(state, [*table.moves, planted]))
    with pytest.raises(FOUND):
        play(lambda: TicketAndWork(stage), games=20, steps=24)


@ON_SQLITE
def test_a_move_that_is_not_counted_is_noticed(stage, monkeypatch):
    """The control: platforms are told of a change under a number they had before (RV-9)."""
    honest = Ticket.move

    def forgetful(ticket, action, principal, **facts):
        before, changed = honest(ticket, action, principal, **facts)
        ticket.moves -= changed and action == "cancel"
        return before, changed

    monkeypatch.setattr(Ticket, "move", forgetful)
    with pytest.raises(FOUND):
        play(lambda: TicketAndWork(stage), games=20, steps=24)
