"""A week of the centre, played once for all tests of a module: what each reader heard of it comes again and again."""

import pytest

from tests.simulation.centre import Centre
from tests.simulation.moment import quiet, simulated_time

from .stage import Stage, copy_of


@pytest.fixture(scope="module")
def stage(token_keys):
    """What each reader heard is in `heard`; `evening` is each database at the end of the week."""
    with quiet(), simulated_time():
        centre = Centre(token_keys)
        try:
            centre.open(token_keys)
            stage = Stage(centre)
            stage.play()
            stage.evening = {name: copy_of(store) for name, store in stage.stores.items()}
            yield stage
        finally:
            centre.close()
