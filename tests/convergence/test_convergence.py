"""C-5, P6: each event twice, late, early and in every order of up to four: the end is that of the right order.

Generated from the handlers and from events of real days: a new handler is tested without anybody remembering, and one
of whose events no story tells fails here until one does.
"""

import os
from dataclasses import replace

import pytest
from sqlalchemy import update

from services.dispatch.places.models import Unit
from shared.messaging.handlers import Answer
from tests.simulation.moment import moment

from .stage import put_back
from .windows import Window, few_that_show_all, strays, windows_of

LONG = os.environ.get("FRONTDESK_FAULT_LONG") == "1"
UNIT_CHANGED = "intake.unit.changed.v1"


def handled(stage) -> set[tuple[str, str]]:
    houses = stage.centre.houses.items()
    return {(name, key) for name, house in houses for key in house.consumer.settlement.answers.routing_keys}


def test_every_handled_event_is_told_of_in_a_story(stage):
    untold = handled(stage) - {(heard.reader, heard.key) for heard in stage.heard}
    assert not untold, f"no story in stories.py brings these events to these readers: {sorted(untold)}"


@pytest.mark.timeout(3600 if LONG else 600)
def test_in_every_order_and_twice_the_end_is_the_same(stage):
    windows = windows_of(stage.heard)
    chosen = windows if LONG else few_that_show_all(windows)
    assert {(w.reader, kind) for w in chosen for kind in w.kinds} == handled(stage)
    found = [stray for window in chosen for stray in strays(stage.centre, window)]
    assert not found, "\n".join(found[:5])


def test_an_event_that_comes_before_all_it_speaks_of_is_settled_or_waits(stage):
    """Never dead, never a crash: on the first morning nobody has heard of anything."""
    for heard in {(one.reader, one.key): one for one in stage.heard}.values():
        house = stage.centre.houses[heard.reader]
        put_back(house.store, stage.first_morning[heard.reader])
        house.consumer.settlement.handle_all([heard.body], moment.now)
        table = house.store.table("parked_events")
        with house.store.reading(None) as session:
            states = [row.state for row in session.execute(table.select())]
        assert states in ([], ["waiting"]), heard.key


def test_a_handler_for_which_the_last_word_counts_is_found(stage, monkeypatch):
    def take_the_last_word(work, events):
        for event in events:
            said = update(Unit).where(Unit.id == event.data["unit_id"]).values(label=event.data["label"])
            work.session.execute(said)

    answers = stage.centre.houses["dispatch"].consumer.settlement.answers
    monkeypatch.setitem(answers._by_key, UNIT_CHANGED, [Answer(take_the_last_word, many=True)])
    assert any(strays(stage.centre, window) for window in told_of_units(stage))


def test_a_handler_that_counts_what_comes_twice_is_found(stage, monkeypatch):
    def add_to_it(work, events):
        for event in events:
            found = update(Unit).where(Unit.id == event.data["unit_id"])
            work.session.execute(found.values(floor=Unit.floor + event.data["version"] * len(events)))

    settlement = stage.centre.houses["dispatch"].consumer.settlement
    monkeypatch.setitem(settlement.answers._by_key, UNIT_CHANGED, [Answer(add_to_it, many=True)])
    monkeypatch.setattr("shared.messaging.inbox.claim", lambda _s, _t, events, _now: {e.id for e in events})
    assert any(strays(stage.centre, window) for window in told_of_units(stage))


def told_of_units(stage) -> list[Window]:
    mine = [w for w in windows_of(stage.heard) if w.reader == "dispatch" and set(w.kinds) == {UNIT_CHANGED}]
    return [replace(window, events=window.events[:3]) for window in mine]
