"""Every state and every action of an order has its name in Chinese and English (RO-4)."""

from pathlib import Path

from services.dispatch.work_orders.models import LIFECYCLE, OrderState
from services.dispatch.work_orders.models.lifecycle import DOORS
from shared.web.pages.words import read

WORDS = read(Path(__file__).parents[2])
BEHIND_THE_SCENES = {"redo", "close"}


def said(word: str) -> str:
    return word.replace("_", " ").capitalize()


def test_every_state_has_a_chinese_name_of_its_own():
    names = [WORDS.get(f"state|{said(state)}") for state in OrderState]
    assert None not in names and len(set(names)) == len(names)


def test_every_action_at_a_door_has_a_chinese_name():
    doors = {DOORS.get(action, action) for action in LIFECYCLE.actions} - BEHIND_THE_SCENES
    assert [door for door in doors if said(door) not in WORDS] == []
