"""One centre for all simulated days; time is simulated only while one of them runs."""

import os

import pytest

from tests.simulation.centre import Centre
from tests.simulation.moment import quiet, simulated_time
from tests.simulation.scheduler import Day, Scheduler

SEED = "FRONTDESK_SIMULATION_SEED"


@pytest.fixture(scope="session")
def first_morning(token_keys):
    """The centre as it stands before anything happened."""
    with simulated_time():
        centre = Centre(token_keys)
        centre.open(token_keys)
    yield centre
    centre.close()


@pytest.fixture
def centre(first_morning):
    with quiet(), simulated_time():
        yield first_morning


@pytest.fixture
def live(centre):
    """`live(seed)`: that day, once."""
    return lambda seed: Scheduler(centre, str(seed)).run()


def told(day: Day) -> str:
    """A day that went wrong, in the words of somebody who wants to see it again."""
    return "\n".join([f"{SEED}={day.seed} repeats this day", *day.trace, "found:", *day.found])


def seeds(count: int) -> list[str]:
    """The fixed ones; or only the one that is asked for."""
    return [os.environ[SEED]] if SEED in os.environ else [str(number) for number in range(count)]
