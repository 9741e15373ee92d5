"""The gate's book in the browser, in both languages: visitors, material, parcels (RD-11, RD-14, RD-16)."""

import re

from shared.testing.people import SITE, person

GUARD = person("guard", "guard")
NEW = {"site_id": str(SITE), "name": "赵强", "purpose": "送家具", "unit": "3-2-1201"}
VERSION = re.compile(r'name="version" value="(\d+)"')


def first(text: str, things: str) -> str:
    return re.search(rf'action="(/{things}/[0-9a-f-]{{36}})/', text)[1]


def test_guard_and_desk_see_one_book_and_each_their_own_steps(page, desk, place):
    assert page(GUARD, "/visitors", "POST", data=NEW)[0] == 303
    assert "Waiting at the gate: 1" in page(desk, f"/visitors/count?site_id={SITE}")[1]
    text = page(GUARD, "/visitors", lang="zh")[1]
    assert "赵强" in text and "在门岗等候" in text and "谢绝进入" in text and "住户同意" not in text
    text = page(desk, "/visitors")[1]
    visitor, seen = first(text, "visitors"), {"version": VERSION.search(text)[1]}
    assert page(desk, f"{visitor}/contact", "POST", data={**seen, "how": "phone"})[0] == 303
    assert page(desk, f"{visitor}/welcome", "POST", data=seen)[0] == 412
    seen = {"version": VERSION.search(page(desk, "/visitors")[1])[1]}
    assert page(desk, f"{visitor}/welcome", "POST", data={**seen, "answered_by": "陈女士"})[0] == 303
    seen = {"version": VERSION.search(page(GUARD, "/visitors")[1])[1]}
    assert page(GUARD, f"{visitor}/admit", "POST", data={**seen, "badge": "17"})[0] == 303
    assert "Badge 17" in re.sub(r"\s+", " ", page(desk, "/visitors/log")[1])
    assert page(GUARD, f"{visitor}/nothing", "POST", data=seen)[0] == 422


def test_only_the_desk_is_offered_a_time_and_what_is_wrong_is_kept(page, desk, place):
    assert "Expected from" in page(desk, "/visitors/new")[1]
    assert "Expected from" not in page(GUARD, "/visitors/new")[1]
    status, text, _ = page(desk, "/visitors", "POST", data={**NEW, "unit": "99-9"})
    assert status == 422 and "赵强" in text
    announced = {**NEW, "expected_from": "2030-05-01T09:00", "people": "3"}
    assert page(desk, "/visitors", "POST", data=announced)[0] == 303
    text = page(desk, "/visitors")[1]
    assert "1 May 09:00" in text and "and 2 more" in text


def test_material_is_asked_about_decided_and_let_in(page, desk, place):
    asked = {"site_id": str(SITE), "unit": "3-2-1201", "what": "木地板 40 箱"}
    assert page(GUARD, "/gate-enquiries", "POST", data={**asked, "unit": "?"})[0] == 422
    assert page(GUARD, "/gate-enquiries", "POST", data=asked)[0] == 303
    text = page(desk, "/visitors", lang="zh")[1]
    enquiry, seen = first(text, "gate-enquiries"), {"version": VERSION.search(text)[1]}
    assert "木地板" in text and "准许进场" in text
    assert page(GUARD, f"{enquiry}/let-in", "POST", data=seen)[0] == 409
    assert page(desk, f"{enquiry}/approve", "POST", data={**seen, "basis": "R-12"})[0] == 303
    seen = {"version": VERSION.search(page(GUARD, "/visitors")[1])[1]}
    assert page(GUARD, f"{enquiry}/let-in", "POST", data=seen)[0] == 303


def test_a_parcel_is_taken_in_handed_over_and_found_among_what_is_gone(page, desk, place):
    taken = {"site_id": str(SITE), "unit": "3-2-1201", "kind": "parcel", "direction": "for_unit", "carrier": "SF"}
    assert page(GUARD, "/parcels", "POST", data=taken)[0] == 303
    status, text, _ = page(GUARD, "/parcels", lang="zh")
    parcel, seen = first(text, "parcels"), {"version": VERSION.search(text)[1]}
    assert "待领取" in text and "SF" in text
    assert page(GUARD, f"{parcel}/collect", "POST", data={**seen, "collected_by": "陈静"})[0] == 422
    signed = {**seen, "collected_by": "陈静", "signed": "yes"}
    assert page(GUARD, f"{parcel}/collect", "POST", data=signed)[0] == 303
    assert "Nothing lies here" in page(desk, "/parcels")[1] and "陈静" in page(desk, "/parcels?view=done")[1]
