"""How the state machines are played: a fixed number of fixed games, or many with a seed that is printed."""

import os
import secrets
from zlib import crc32

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

LONG = os.environ.get("FRONTDESK_FAULT_LONG") == "1"
SEED = "FRONTDESK_FAULT_SEED"
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # for controls: one database shows it
FOUND = (AssertionError, Flaky)  # games share a database: what fails in one may not fail alike when played again


def seed_of(name: str) -> int:
    """Fixed in the short form; in the long form another each time, printed, and given again by the variable."""
    said = (os.environ.get(SEED) or secrets.token_hex(4)) if LONG else "fixed"
    if LONG:
        print(f"{name}: {SEED}={said}")
    return crc32(said.encode())


def play(machine, *, games: int = 3, steps: int = 18, long_games: int = 60) -> None:
    """`machine()` starts a game. The long form prints the seed that repeats it."""
    rules = settings(
        max_examples=long_games if LONG else games,
        stateful_step_count=3 * steps if LONG else steps,
        derandomize=not LONG,
        database=None,
        deadline=None,
        phases=[Phase.generate],  # games share a database, so that a shorter one proves little
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
    )
    if LONG:
        machine = seed(seed_of(machine.__qualname__))(machine)
    run_state_machine_as_test(machine, settings=rules)
