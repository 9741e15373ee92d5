"""The simulated moment and the simulated dice: time, identifiers and chance of the whole house come from one seed."""

import logging
import random
import sys
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import shared.ids

START = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)  # a Wednesday, 10:30 in Shanghai
HOUSE = ("shared.", "services.")


class Moment:
    """What every clock on the wall shows, and where every new identifier comes from."""

    def __init__(self):
        self.start_over("", START)

    def start_over(self, seed: str, now: datetime = START) -> None:
        """From here on everything is decided by `seed`."""
        self.now, self._made, self._dice = now, 0, random.Random(f"ids {seed}")  # noqa: S311
        random.seed(f"jitter {seed}")  # the back-off of the house draws from the common dice

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def new_id(self) -> uuid.UUID:
        """Of version 7 as the real ones: in the order of time, the same for the same seed."""
        self._made += 1
        when = int(self.now.timestamp() * 1000)
        low = (0b10 << 62) | self._dice.getrandbits(62)
        return uuid.UUID(int=(when << 80) | (7 << 76) | ((self._made & 0xFFF) << 64) | low)


moment = Moment()


class _AnyDatetime(type(datetime)):
    def __instancecheck__(cls, thing) -> bool:
        return isinstance(thing, datetime)


class SimulatedDatetime(datetime, metaclass=_AnyDatetime):
    """The datetime of the house's modules while time is simulated."""

    @classmethod
    def now(cls, tz=None):
        return moment.now.astimezone(tz)


@contextmanager
def quiet():
    """Nothing is logged: every fault of a simulated day is a warning, and there are many."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def simulated_time():
    """Every module of the house that asks for the time, or for an identifier, is answered from here."""
    askers = [m for name, m in list(sys.modules.items()) if name.startswith(HOUSE) and _asks_for_time(m)]
    before = random.getstate()
    for module in askers:
        module.datetime = SimulatedDatetime
    try:
        with patch.object(shared.ids, "uuid7", moment.new_id):
            yield moment
    finally:
        random.setstate(before)
        for module in askers:
            module.datetime = datetime


def _asks_for_time(module) -> bool:
    return getattr(module, "datetime", None) is datetime
