"""The profiles that ship with the house are right by the rules of the service that reads them."""

import json
from pathlib import Path

import pytest

from services.intake.calls.checking import check_profile

PROFILES = sorted((Path(__file__).parents[1] / "profiles").glob("*.json"))


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_a_profile_that_ships_is_without_fault(path):
    assert check_profile(json.loads(path.read_text(encoding="utf-8"))) == {}
