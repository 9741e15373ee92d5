"""Rooms and facilities are booked without overlap, within their hours, with price and cancellation rule (RD-20)."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy
from sqlalchemy.exc import IntegrityError

from services.intake.bookings.models import Booking
from services.intake.directory.models import Site
from shared.ids import new_id
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE
from tests.lifecycles.crowd import at_once

MANY = 20


def test_a_span_is_booked_with_its_price_and_the_next_begins_where_it_ends(book):
    first = book("10:00", "11:30", people=8, purpose="业委会会议")
    assert first.status_code == 201, first.json
    assert (first.json["price"], first.json["deposit"], first.json["state"]) == ("120.00", "200.00", "booked")
    assert first.json["allowed"] == ["cancel"]
    for since, until in (("09:30", "10:30"), ("11:00", "12:00"), ("10:30", "11:00"), ("09:00", "12:00")):
        refused = book(since, until)
        assert refused.status_code == 409 and refused.json["taken"][0]["number"] == first.json["number"]
    assert book("11:30", "12:00").status_code == 201 and book("09:00", "10:00").status_code == 201


def test_of_many_who_want_one_span_at_one_moment_one_gets_it(book, store):
    answers = at_once(lambda n: book("10:00", "11:00", for_name=f"住户 {n}"), MANY)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (MANY - 1)
    with store.reading(None) as session:
        assert session.query(Booking).count() == 1


def test_the_database_itself_refuses_two_that_meet_whoever_writes_them(book, store):
    """Even past the use case; what was cancelled stands in nobody's way, a new state is checked too."""
    made = book("10:00", "12:00").json
    other = book("13:00", "14:00").json
    starts = datetime.fromisoformat(made["starts_at"])

    def move(**values):
        with store.work(None) as work:
            work.session.execute(sqlalchemy.update(Booking).where(Booking.id == UUID(other["id"])).values(**values))

    with pytest.raises(IntegrityError):
        move(starts_at=starts + timedelta(hours=1), ends_at=starts + timedelta(hours=3))
    move(starts_at=starts + timedelta(hours=2), ends_at=starts + timedelta(hours=3))
    move(state="cancelled", starts_at=starts)
    with pytest.raises(IntegrityError):
        move(state="booked")


def test_what_does_not_fit_the_facility_is_refused_and_says_what_would(book, client, manager, room):
    wrong = (
        (("08:00", "10:00"), {}, "starts_at", "09:00–21:00"),
        (("20:00", "22:00"), {}, "starts_at", "Open that day"),
        (("10:10", "10:40"), {}, "starts_at", "every 30 minutes"),
        (("10:00", "10:20"), {}, "ends_at", "Steps of 30"),
        (("11:00", "10:00"), {}, "ends_at", "Steps of 30"),
        (("10:00", "20:00"), {}, "ends_at", "at most 480"),
        (("10:00", "11:00"), {"days": -1}, "starts_at", "begun already"),
        (("10:00", "11:00"), {"days": 90}, "starts_at", "60 days ahead"),
        (("10:00", "11:00"), {"people": 13}, "people", "At most 12"),
    )
    for span, facts, field, said in wrong:
        answer = book(*span, **facts)
        assert answer.status_code == 422 and said in answer.json["errors"][field][0], (span, answer.json)
    shut = client.as_(manager).patch(f"/facilities/{room['id']}", json={"active": False}, version=1)
    assert shut.status_code == 200 and book("10:00", "11:00").status_code == 409


def test_a_holiday_is_kept_like_a_sunday(book, client, manager, room, store, at):
    day = at("10:00")[:10]
    weekdays = [{"weekdays": [1, 2, 3, 4, 5, 6], "from": "09:00", "to": "21:00"}]
    client.as_(manager).patch(f"/facilities/{room['id']}", json={"hours": weekdays}, version=1)
    with store.work(Principal.system(OPERATOR)) as work:
        site = work.session.get(Site, SITE)
        site.settings = {**site.settings, "holidays": [day], "make_up_workdays": []}
    answer = book("10:00", "11:00")
    assert answer.status_code == 422 and "not at all" in answer.json["errors"]["starts_at"][0]


def test_what_took_place_goes_to_billing_by_itself_after_its_end(book, announced, tick, client, desk, place):
    made = book("10:00", "11:30").json
    tick(datetime.fromisoformat(made["ends_at"]) + timedelta(hours=3))
    done = client.as_(desk).get(f"/bookings/{made['id']}").json
    ((_, charged),) = announced("intake.booking.charged")
    assert (done["state"], done["fee"]) == ("took_place", "120.00")
    assert (charged["amount"], str(charged["charge_id"])) == (Decimal("120.00"), done["charge_id"])
    (line,) = charged["lines"]
    assert line["quantity"] * line["price"] == line["amount"] == Decimal("120.00")
    kinds = [one["kind"] for one in client.as_(desk).get(f"/units/{place.unit.id}/chronicle").json["items"]]
    assert kinds == ["booking.took_place", "booking.made"]


def test_cancelled_in_time_costs_nothing_and_late_the_share_that_was_agreed(
    book, client, desk, announced, store, on_record
):
    def cancel(made):
        return client.as_(desk).post(f"/bookings/{made['id']}/cancel", json={"reason": "改期"}, version=made["version"])

    early = cancel(book("10:00", "11:30").json).json
    assert (early["state"], early["fee"], early["charge_id"]) == ("cancelled", "0.00", None)
    made = book("10:00", "11:30").json
    with store.work(None) as work:
        work.session.execute(sqlalchemy.update(Booking).values(free_until=datetime.fromisoformat(made["booked_at"])))
    late = cancel(made).json
    ((_, charged),) = announced("intake.booking.charged")
    assert (late["fee"], charged["amount"], charged["lines"][0]["quantity"]) == ("60.00", Decimal("60.00"), 1)
    assert [entry.action for entry in on_record()].count("booking.cancelled") == 2


def test_once_begun_it_is_not_cancelled_but_noted_as_not_used(book, client, desk, store, announced):
    made = book("10:00", "11:00").json
    with store.work(None) as work:
        begun = datetime.fromisoformat(made["booked_at"]) - timedelta(minutes=1)
        work.session.execute(sqlalchemy.update(Booking).values(starts_at=begun))
    path = f"/bookings/{made['id']}"
    refused = client.as_(desk).post(f"{path}/cancel", json={"reason": "x"}, version=made["version"])
    assert refused.status_code == 409 and refused.json["allowed"] == ["finish", "no-show"]
    assert client.as_(desk).post(f"{path}/no-show", version=made["version"]).json["fee"] == "80.00"
    assert len(announced("intake.booking.charged")) == 1


@pytest.mark.parametrize("way", ["finish", "no-show"])
def test_before_it_begins_nobody_says_how_it_went_and_nobody_pays(way, book, client, desk, announced):
    made = book("10:00", "11:00").json
    refused = client.as_(desk).post(f"/bookings/{made['id']}/{way}", version=made["version"])
    assert refused.status_code == 409 and refused.json["allowed"] == ["cancel"]
    assert client.as_(desk).get(f"/bookings/{made['id']}").json["state"] == "booked"
    assert announced("intake.booking.charged") == []


def test_leaders_keep_the_facilities_and_what_was_booked_keeps_its_price(book, client, desk, manager, room, place):
    made = book("10:00", "11:00").json
    path, asked = f"/facilities/{room['id']}", {"price_per_hour": "100.00"}
    assert client.as_(desk).patch(path, json=asked, version=1).status_code == 403
    assert client.as_(manager).patch(path, json=asked, version=1).json["price_per_hour"] == "100.00"
    assert client.as_(desk).get(f"/bookings/{made['id']}").json["price"] == "80.00"
    assert book("14:00", "15:00").json["price"] == "100.00"
    twice = {
        "site_id": str(SITE),
        "code": "M1",
        "name_zh": "一",
        "name_en": "1",
        "kind": "sports",
        "hours": room["hours"],
    }
    assert client.as_(manager).post("/facilities", json=twice).status_code == 409
    assert book("16:00", "17:00", unit_id=str(new_id())).status_code == 404


def test_an_evening_goes_on_past_midnight(book, client, manager, room):
    evening = [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "18:00", "to": "02:00"}]
    assert client.as_(manager).patch(f"/facilities/{room['id']}", json={"hours": evening}, version=1).status_code == 200
    assert book("00:30", "02:00").status_code == 201 and book("18:00", "20:00").status_code == 201
    assert book("01:30", "02:30").status_code == 422 and book("10:00", "11:00").status_code == 422
