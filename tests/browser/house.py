"""A small centre for the browser: the product itself, with the sample operator and a few tickets carried through."""

import contextlib
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass

from embedded.centre import Centre
from embedded.demo.day import Day
from embedded.demo.exports import read_export
from embedded.demo.opening import Operator, open_operator
from embedded.demo.play import SAMPLE_EXPORT, connect, world
from embedded.demo.profiles import choose_profile, own_profiles
from embedded.door import Door

CARRIED, LEFT = 12, 4  # records that reach their end, and records that are still on their way
QUIET = {"records": None, "profile": None, "all": False, "limit": None, "stage": "embedded", "keep": False}


@dataclass
class House:
    """The running centre and everybody's passwords."""

    centre: Centre
    operator: Operator
    day: Day

    @property
    def url(self) -> str:
        return self.centre.url

    @property
    def admin(self) -> Door:
        return self.operator.admin

    def password(self, login: str) -> str:
        return self.operator.doors[login].password or ""

    def tickets(self, **asked) -> list[dict]:
        return list(self.admin.items("/intake/api/v1/tickets", **asked))

    def kinds_told(self, ticket: dict) -> list[str]:
        return [entry["kind"] for entry in self.chronicle(ticket)["items"]]

    def bills(self) -> list[dict]:
        return list(self.admin.items("/billing/api/v1/reconciliation"))

    def chronicle(self, ticket: dict) -> dict:
        return self.admin.get(f"/intake/api/v1/tickets/{ticket['id']}/chronicle")


@contextlib.contextmanager
def open_house(data: str | None = None, tell=lambda line: None) -> Iterator[House]:
    """Starts the centre, plays a short day over its doors, and pushes a few more that nobody has touched yet."""
    records = read_export(SAMPLE_EXPORT)
    profile = choose_profile(records, own_profiles())
    with world(Namespace(**QUIET, data=data), tell) as (centre, outside):
        operator = open_operator(Door(centre.url, "admin", centre.password), tell)
        platform = connect(operator, profile, outside, tell)
        for line, record in enumerate(records[:CARRIED], 1):
            platform.push(line, record)
        day = Day(operator, platform, outside, tell)
        assert day.play(), day.troubles()
        day.settle()
        for line, record in enumerate(records[CARRIED : CARRIED + LEFT], CARRIED + 1):
            platform.push(line, record)
        yield House(centre, operator, day)
