"""A day of rooms in the browser, booked and ended there, in both languages (RD-20)."""

import re

from shared.testing.people import SITE

VERSION = re.compile(r'name="version" value="(\d+)"')


def form(room: dict, at, since: str, until: str, **more) -> dict:
    spans = {"starts_at": at(since)[:16], "ends_at": at(until)[:16]}
    return {"site_id": str(SITE), "facility_id": room["id"], **spans, "for_name": "陈静", "unit": "3-2-1201", **more}


def test_a_room_is_booked_on_its_day_and_what_is_in_the_way_is_said(page, desk, room, at):
    assert "一号会议室" in page(desk, "/bookings", lang="zh")[1]
    status, _, answer = page(desk, "/bookings", "POST", data=form(room, at, "10:00", "11:30", people="6"))
    assert status == 303
    day = page(desk, answer.headers["Location"])[1]
    assert "10:00" in day and "陈静" in day and at("10:00")[:10] in answer.headers["Location"]
    status, text, _ = page(desk, "/bookings", "POST", data=form(room, at, "11:00", "12:00", purpose="茶话会"))
    assert status == 409 and "茶话会" in text and "BK-" in text
    assert page(desk, "/bookings", "POST", data=form(room, at, "11:30", "12:00", unit="?"))[0] == 422


def test_a_booking_is_cancelled_on_its_sheet(page, desk, cashier, room, at):
    day = page(desk, "/bookings", "POST", data=form(room, at, "10:00", "11:00"))[2].headers["Location"]
    sheet = re.search(r'href="(/bookings/[0-9a-f-]{36})"', page(desk, day)[1])[1]
    text = page(desk, sheet, lang="zh")[1]
    assert "押金" in text and "¥80.00" in text
    seen = {"version": VERSION.search(text)[1]}
    assert page(cashier, f"{sheet}/cancel", "POST", data={**seen, "reason": "x"})[0] == 403
    assert page(desk, f"{sheet}/cancel", "POST", data=seen)[0] == 422
    assert page(desk, f"{sheet}/cancel", "POST", data={**seen, "reason": "改期"})[0] == 303
    assert "改期" in page(desk, sheet)[1] and "Nothing is taken" in page(desk, day)[1]


def test_a_leader_opens_a_facility_on_a_page(page, desk, manager, place):
    asked = {"site_id": str(SITE), "code": "BBQ", "name_zh": "烧烤台", "name_en": "Barbecue", "kind": "outdoor"}
    hours = {"opens": "10:00", "closes": "22:00"}
    assert page(desk, "/facilities/new")[0] == 403 and page(manager, "/facilities/new")[0] == 200
    assert page(manager, "/facilities", "POST", data={**asked, "opens": "late", "closes": "22:00"})[0] == 422
    assert page(manager, "/facilities", "POST", data={**asked, **hours, "price_per_hour": "30.00"})[0] == 303
    text = page(desk, "/bookings")[1]
    assert "Barbecue" in text and "¥30.00 an hour" in text and "not on this day" not in text


def test_a_day_that_is_none_or_far_off_is_today(page, desk, room):
    for said in ("9999-12-31", "0001-01-01", "soon"):
        assert page(desk, f"/bookings?day={said}")[0] == 200
