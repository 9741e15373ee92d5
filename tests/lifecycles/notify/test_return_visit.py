"""Whatever anybody does to a return visit, it goes as the book says (C-2, RV-1 to RV-3)."""

from types import SimpleNamespace

import pytest

from services.notify.return_visits import usecases
from tests.lifecycles.notify.visit_game import VisitGame
from tests.lifecycles.playing import FOUND, ON_SQLITE, play


@pytest.fixture
def stage(client, store, world):
    return SimpleNamespace(client=client, store=store, world=world)


def test_a_return_visit_goes_as_the_book_says(stage):
    play(lambda: VisitGame(stage))


@ON_SQLITE
def test_a_visit_that_is_finished_without_a_word_is_noticed(stage, monkeypatch):
    """The control: an attempt whose outcome nobody is told of would start no rework (RV-3)."""
    monkeypatch.setattr(usecases, "_announce", lambda *_said, **_more: None)
    with pytest.raises(FOUND):
        play(lambda: VisitGame(stage), games=20, steps=24)
