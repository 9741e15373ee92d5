"""What a site decides about its gate is a setting; the operating rules are only the defaults (RD-11, RD-14)."""

from datetime import UTC, datetime, timedelta

from services.intake.directory.models import Site
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE, person

GUARD = person("guard", "guard")


def test_the_sites_own_hours_hold_and_what_cannot_be_read_is_left_aside(client, desk, store, place, tick, announced):
    with store.work(Principal.system(OPERATOR)) as work:
        site = work.session.get(Site, SITE)
        own = {"gate": {"expected_hours": 2, "chase_times": "never", "chase_hours": 1}}
        site.settings = {**site.settings, "rules": own}
    begins = "2030-05-01T08:00:00+00:00"
    said = {
        "site_id": str(SITE),
        "name": "赵",
        "purpose": "访友",
        "unit_id": str(place.unit.id),
        "expected_from": begins,
    }
    visitor = client.as_(desk).post("/visitors", json=said).json
    assert datetime.fromisoformat(visitor["expected_until"]).hour == 10
    client.as_(GUARD).post("/parcels", json={"unit_id": str(place.unit.id)})
    for hours in range(2, 12, 2):
        tick(datetime.now(UTC) + timedelta(hours=hours))
    assert [told["reminder"] for _, told in announced("intake.parcel.received")] == [0, 1, 2, 3]
