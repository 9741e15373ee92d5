"""F11: recorded events come again: doubled, shuffled, late, and so old that nobody remembers them (P3, P6).

What a whole week of the centre announced (the stories of tests/convergence) is given to each reader once more. The
oracle is the same reader with the same events in their right order; an event may be put aside, but nothing else.
"""

import json
import re
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from services.dispatch.places.models import Unit
from shared.messaging.handlers import Answer
from tests.convergence.conftest import stage  # noqa: F401  the same week
from tests.convergence.stage import put_back
from tests.convergence.state import differences, raw_rows, state_of, words_in
from tests.fault import scale
from tests.simulation.moment import moment
from tests.simulation.opening import SERVICES

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.timeout(scale.SECONDS)]
LATER = timedelta(hours=8)  # longer than any wait of a parked event
NUMBERS = {"intake": "T", "dispatch": "W", "billing": "BR", "notify": "N"}
SHUFFLES = 40 if scale.LONG else 1


class Reader:
    """One reader that hears a recorded week again and again, from the same beginning."""

    def __init__(self, stage, name: str, beginning: dict):  # noqa: F811
        self.name, self.house, self.beginning = name, stage.centre.houses[name], beginning[name]
        self.store, self.settlement = self.house.store, self.house.consumer.settlement
        self.bodies = [one.body for one in stage.heard if one.reader == name]
        self.begin()
        rows = [str(row) for rows in raw_rows(self.store).values() for row in rows]
        self.known = words_in(*rows, *self.bodies)

    def begin(self) -> None:
        put_back(self.store, self.beginning)
        self.settlement.any_parked = True

    def forget(self) -> None:
        """The time for which handled events are remembered is over."""
        with self.store.work(None) as work:
            work.session.execute(self.store.table("inbox").delete())

    def hear(self, bodies: list[str], now, batch: int = 1) -> None:
        for start in range(0, len(bodies), batch):
            self.settlement.handle_all(bodies[start : start + batch], now)
        before = None
        while (waiting := self.kept()) and waiting != before:
            before, now = waiting, now + LATER
            while self.settlement.retry_due(now):
                continue

    def kept(self) -> Counter:
        parked = self.store.table("parked_events")
        with self.store.reading(None) as session:
            return Counter((row.routing_key, row.event_id) for row in session.execute(parked.select()))

    def state(self) -> dict[str, Counter]:
        found = state_of(self.name, self.store, self.known)
        return {table: Counter(self.tell(row) for row in rows.elements()) for table, rows in found.items()}

    def tell(self, row: str) -> str:
        """Without what tells of the order of arrival across tickets, which is promised to nobody (P6).

        Those are the numbers a reader gives, the site's name in a message as it was that day, and which of two good
        reasons, heard first, made a return visit needless.
        """
        told = json.loads(row)
        if "words" in told:
            told["words"].pop("site", None)
        if told.get("state") == "waived" and told.get("settled_by") == "system":
            told.pop("reason")
        return re.sub(rf"[{NUMBERS[self.name]}]-\d{{4}}-\d{{6}}", "numbered here", json.dumps(told, sort_keys=True))

    def strays(self, dice, shuffles: int) -> list[str]:
        """What is otherwise than in the right order, events put aside included."""
        self.begin()
        self.hear(self.bodies, moment.now)
        right, put_aside = self.state(), self.kept()
        for _ in range(shuffles):
            self.begin()
            shuffled = self.bodies + dice.sample(self.bodies, len(self.bodies) // 2)
            dice.shuffle(shuffled)
            self.hear(shuffled, moment.now, batch=dice.choice((1, 7, 50)))
            found = differences(right | {"aside": put_aside}, self.state() | {"aside": self.kept()})
            if found:
                return found
        return []


@pytest.mark.parametrize("name", SERVICES)
def test_a_week_heard_again_when_nobody_remembers_it_changes_nothing(stage, name, dice):  # noqa: F811
    """A year later, with an inbox that has forgotten everything, doubled and shuffled and in batches."""
    reader = Reader(stage, name, stage.evening)
    before = reader.state()
    again = reader.bodies * 2
    dice.shuffle(again)
    reader.forget()
    reader.hear(again, moment.now + timedelta(days=365), batch=dice.choice((1, 7, 50)))
    changed = differences(before, reader.state())
    assert not changed, "\n".join(changed[:6])
    print(f"F11 {name}: {len(again)} old events, {len(reader.kept())} put aside, 0 rows changed")


@pytest.mark.parametrize("name", SERVICES)
def test_a_week_heard_doubled_shuffled_and_late_ends_as_in_its_right_order(stage, name, dice):  # noqa: F811
    """From the first morning, and without the people who acted in between: events alone decide."""
    strayed = Reader(stage, name, stage.first_morning).strays(dice, SHUFFLES)
    assert not strayed, "\n".join(strayed[:6])


def test_a_reader_for_which_the_last_word_counts_would_be_found(stage, monkeypatch, dice):  # noqa: F811
    """The negative control."""

    def take_the_last_word(work, events):
        for event in events:
            said = update(Unit).where(Unit.id == event.data["unit_id"]).values(label=event.data["label"])
            work.session.execute(said)

    reader = Reader(stage, "dispatch", stage.first_morning)
    monkeypatch.setitem(
        reader.settlement.answers._by_key, "intake.unit.changed.v1", [Answer(take_the_last_word, many=True)]
    )
    assert reader.strays(dice, 20)
