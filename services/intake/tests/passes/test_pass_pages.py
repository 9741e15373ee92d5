"""The slip at the desk and the guard's page on a phone, in both languages (RD-15, console.md)."""

import re
from datetime import UTC, datetime, timedelta

import sqlalchemy

from services.intake.passes.asking import things_said
from services.intake.passes.models import ReleasePass
from shared.testing.people import SITE

NEW = {"site_id": str(SITE), "unit": "3-2-1201", "purpose": "goods", "items": "沙发 2\n冰箱\n"}


def version_on(text: str) -> dict:
    return {"version": re.search(r'name="version" value="(\d+)"', text)[1]}


def test_the_desk_writes_a_pass_down_and_issues_it_with_the_owners_word(page, desk, household, place):
    assert "新开放行条" in page(desk, "/passes", lang="zh")[1]
    assert page(desk, "/passes/new")[0] == 200
    slip = page(desk, "/passes", "POST", data=NEW)[2].headers["Location"]
    text = page(desk, slip)[1]
    assert "沙发" in text and "segno" not in text and "陈静" in text and "周磊" not in text
    owner = re.search(r'<option value="([0-9a-f-]{36})">陈静', text)[1]
    step = {**version_on(text), "how": "phone", "person_id": owner}
    assert page(desk, f"{slip}/confirm", "POST", data=step)[0] == 303
    text = page(desk, slip, lang="zh")[1]
    assert "segno" in text and "已签发" in text and re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert "signature-line" in text and "size: A5" in text
    assert page(desk, f"{slip}/cancel", "POST", data={**step, "reason": "x"})[0] == 412


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(page, desk, place):
    status, text, _ = page(desk, "/passes", "POST", data={**NEW, "unit": "99-99"})
    assert status == 422 and "沙发 2" in text and "No unit of this site" in text
    status, text, _ = page(desk, "/passes", "POST", data={**NEW, "items": ""})
    assert status == 422 and "What leaves" in text


def test_the_guard_looks_lets_out_and_the_next_one_is_stopped(page, guard, issued, place):
    held = issued(items=[{"name": "沙发", "quantity": 2}])
    assert page(guard, "/gate")[0] == 200
    status, text, _ = page(guard, f"/gate?code={held['code'].lower()}", lang="zh")
    assert status == 200 and "有效" in text and "× 2" in text and "放行" in text
    done = page(guard, f"/gate/{held['id']}/use", "POST")[2].headers["Location"]
    assert "used up" in page(guard, done)[1]
    status, text, _ = page(guard, f"/gate/{held['id']}/use", "POST")
    assert status == 409 and "already used by Guard" in text
    assert "already used by Guard" in page(guard, f"/gate?code={held['code']}")[1]


def test_the_guard_refuses_with_a_reason_and_the_desk_sees_it(page, guard, desk, issued, place):
    held = issued()
    assert page(guard, f"/gate/{held['id']}/refuse", "POST", data={"reason": " "})[0] == 422
    sent = page(guard, f"/gate/{held['id']}/refuse", "POST", data={"reason": "多一台电视"})
    assert sent[0] == 303 and "written down" in page(guard, sent[2].headers["Location"])[1]
    assert "多一台电视" in page(desk, "/passes")[1] and "多一台电视" in page(desk, f"/passes/{held['id']}")[1]


def test_every_reason_why_nothing_leaves_is_said_at_the_gate(page, guard, desk, client, asked, issued, store, now):
    def seen(code: str) -> str:
        return page(guard, f"/gate?code={code}")[1]

    assert "no such pass" in seen("ZZZZ-ZZZZ")
    assert "not confirmed yet" in seen(asked()["code"])
    early = issued(valid_from=(datetime.now(UTC) + timedelta(hours=2)).isoformat())
    assert "does not hold yet" in seen(early["code"])
    gone = issued()
    client.as_(desk).post(f"/release-passes/{gone['id']}/cancel", json={"reason": "改期"}, version=gone["version"])
    assert "taken back" in seen(gone["code"]) and "改期" in seen(gone["code"])
    late = issued()
    with store.work(None) as work:
        work.session.execute(sqlalchemy.update(ReleasePass).values(valid_until=now))
    assert "has expired" in seen(late["code"])


def test_a_list_of_things_is_read_line_by_line():
    read = things_said("沙发 2\n电视 x1\n冰箱\n\n床垫×3\nTV 55 inch 1")
    assert [(one["name"], one["quantity"]) for one in read] == [
        ("沙发", 2),
        ("电视", 1),
        ("冰箱", 1),
        ("床垫", 3),
        ("TV 55 inch", 1),
    ]
