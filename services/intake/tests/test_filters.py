"""A filter that names no state is told which there are: a list of nothing would say that there is nothing."""

import pytest

from shared.testing.people import SITE

LISTS = (
    "tickets",
    "slips",
    "receptions",
    "release-passes",
    "visitors",
    "gate-enquiries",
    "parcels",
    "procedures",
    "findings",
)


@pytest.mark.parametrize("things", LISTS)
def test_a_state_that_does_not_exist_is_refused_and_several_are_asked_for_at_once(things, client, supervisor, place):
    door = client.as_(supervisor)
    refused = door.get(f"/{things}?site_id={SITE}&state=nonsense")
    assert refused.status_code == 422
    known = refused.json["errors"]["state"][0].removeprefix("Some of: ").removesuffix(".").split(", ")
    assert len(known) >= 3 and door.get(f"/{things}?state={known[0]},%20{known[-1]}").json["items"] == []
