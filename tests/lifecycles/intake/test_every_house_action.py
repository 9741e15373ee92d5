"""Every state × every door of bookings, slips and receptions (C-2, RD-12, RD-19, RD-20)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.intake.bookings import models as bookings
from services.intake.receptions import models as receptions
from services.intake.slips import models as slips
from services.intake.tests.bookings.conftest import at, room  # noqa: F401
from shared.testing.people import SITE
from tests.lifecycles.sweep import EVERYONE, Sweep

REASON = {"reason": "x"}
CHECKED = tuple(("check", {"code": code, "ok": True}) for code in ("room", "cleaning", "equipment"))
HERE = (*CHECKED, ("arrive", {}))
THINGS = {
    "/bookings": (
        bookings.LIFECYCLE,
        {
            "booked": (),
            "took_place": (("finish", {}),),
            "not_used": (("no-show", {}),),
            "cancelled": (("cancel", REASON),),
        },
    ),
    "/slips": (
        slips.LIFECYCLE,
        {
            "sent": (),
            "acknowledged": (("receive", {}),),
            "replied": (("answer", {"answer": "好"}),),
            "closed": (("answer", {"answer": "好"}), ("close", {})),
            "withdrawn": (("withdraw", REASON),),
        },
    ),
    "/receptions": (
        receptions.LIFECYCLE,
        {
            "preparing": (),
            "ready": CHECKED,
            "under_way": HERE,
            "ended": (*HERE, ("end", {"record": "顺利"})),
            "called_off": (("cancel", REASON),),
        },
    ),
}
FACTS = {"code": "room", "ok": True, "reason": "x"}


def begin(store, booking_id: str) -> None:
    """It stands some days earlier, where it meets no other."""
    with store.work(None) as work:
        booking = work.session.get(bookings.Booking, UUID(booking_id))
        booking.starts_at, booking.ends_at = (one - timedelta(days=3) for one in (booking.starts_at, booking.ends_at))


@pytest.fixture(params=THINGS)
def sweep(request, client, app, store, place, room, at):  # noqa: F811
    things, (lifecycle, ways) = request.param, THINGS[request.param]
    door, hours = client.as_(EVERYONE), iter(range(9, 21))
    of_site = {"site_id": str(SITE)}

    def new() -> dict:
        if things == "/bookings":
            hour = next(hours)
            span = {"starts_at": at(f"{hour:02}:00"), "ends_at": at(f"{hour + 1:02}:00")}
            return {"facility_id": room["id"], "for_name": "陈静", **span}
        if things == "/slips":
            between = {"from_department": "customer_service", "to_department": "engineering"}
            return {**of_site, **between, "subject": "地库照明", "text": "灯不亮"}
        soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        who = {"kind": "guests", "title": "调研", "guests": "王主任", "people": 8, "place": "一号会议室"}
        return {**of_site, **who, "arrives_at": soon}

    def put(state) -> str:
        made = door.post(things, json=new())
        assert made.status_code == 201, made.json
        thing = made.json
        if things == "/bookings" and state != "cancelled":
            begin(store, thing["id"])
            thing = door.get(f"{things}/{thing['id']}").json
        for step, facts in ways[state]:
            answer = door.post(f"{things}/{thing['id']}/{step}", json=facts, version=thing["version"])
            assert answer.status_code == 200, (step, answer.json)
            thing = answer.json
        return thing["id"]

    facts = FACTS if things == "/receptions" else {}
    return Sweep(client, app, store, lifecycle, things, put, facts)


def test_every_door_in_the_house_is_in_its_table(sweep):
    assert sweep.strangers() == set() and len(sweep.found()) >= 3


def test_what_is_illegal_is_refused_and_what_is_legal_happens(sweep):
    """A booking that has begun: cancelled only before, which `services/intake/tests/bookings` holds."""
    sweep.go_through(but=("cancel",) if sweep.things == "/bookings" else ())
