"""What all games share; long ones have long to play: only the short form keeps the time limit of the house."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.lifecycles.playing import LONG

HOURS = 3 * 3600


def pytest_collection_modifyitems(items):
    for item in items:
        if LONG and Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.timeout(HOURS))


@pytest.fixture
def into(store):
    """`into(model, id, state)`: a state in which no door leaves a thing is written for the test; returns the id."""

    def write(model, thing: UUID, state) -> str:
        with store.work(None) as work:
            work.session.execute(update(model).where(model.id == thing).values(state=state))
        return str(thing)

    return write
