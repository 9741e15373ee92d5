"""Long games have long to play: only the short form keeps the time limit of the house."""

from pathlib import Path

import pytest

from tests.lifecycles.playing import LONG

HOURS = 3 * 3600


def pytest_collection_modifyitems(items):
    for item in items:
        if LONG and Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.timeout(HOURS))
