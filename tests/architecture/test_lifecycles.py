"""Every lifecycle is one table in which each state can be reached and every step is decided."""

import enum
import importlib
import pkgutil

import pytest

from shared.transitions import Lifecycle, Move
from tests.architecture.tree import ROOT, SERVICES


def lifecycles() -> dict[str, Lifecycle]:
    found = {}
    for service in SERVICES:
        for module in pkgutil.walk_packages([str(ROOT / "services" / service)], f"services.{service}."):
            if ".tests" in module.name or ".migrations" in module.name or module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Lifecycle):
                    found.setdefault(id(value), (f"{module.name}.{name}", value))
    return dict(found.values())


def faults(lifecycle: Lifecycle) -> list[str]:
    """States nobody can reach, states of another table, steps for roles that do not exist."""
    from shared.principal import ROLES

    states = list(lifecycle.states)
    reached, frontier = {states[0]}, [states[0]]
    while frontier:
        state = frontier.pop()
        for move in lifecycle.moves:
            if state in move.from_ and move.to not in reached:
                reached.add(move.to)
                frontier.append(move.to)
    found = [f"{state} can never be reached from {states[0]}" for state in states if state not in reached]
    for move in lifecycle.moves:
        found += [f"{move.action}: {s} is no state here" for s in (*move.from_, move.to) if s not in states]
        found += [f"{move.action}: there is no role {role}" for role in move.who if role not in (*ROLES, "*")]
    return found


LIFECYCLES = lifecycles()


def test_the_main_things_have_a_lifecycle():
    assert len(LIFECYCLES) >= 6, sorted(LIFECYCLES)


@pytest.mark.parametrize("name", LIFECYCLES)
def test_every_state_can_be_reached_and_every_step_is_known(name):
    assert faults(LIFECYCLES[name]) == []


class Lamp(enum.StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


@pytest.mark.parametrize(
    "moves",
    [
        [Move("on", (Lamp.OFF,), Lamp.ON)],
        [Move("on", (Lamp.OFF,), Lamp.ON), Move("break", (Lamp.ON,), Lamp.BROKEN, who=("burglar",))],
    ],
    ids=["unreachable state", "unknown role"],
)
def test_the_check_can_turn_red(moves):
    assert faults(Lifecycle(Lamp, moves))
