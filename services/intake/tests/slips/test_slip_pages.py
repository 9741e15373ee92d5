"""Slips in the browser, in both languages (RD-12)."""

import re

from services.intake.slips.models import SlipSummary
from shared.ids import new_id
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE

VERSION = re.compile(r'name="version" value="(\d+)"')
NEW = {"site_id": str(SITE), "from_department": "customer_service", "to_department": "engineering"}
NEW |= {"subject": "地库照明", "text": "B1 层灯不亮", "unit": "3-2-1201"}


def test_a_slip_is_sent_answered_and_closed_on_its_sheet(page, desk, technician, place):
    assert "新传递单" in page(desk, "/slips", lang="zh")[1]
    sheet = page(desk, "/slips", "POST", data=NEW)[2].headers["Location"]
    text = page(technician, sheet, lang="zh")[1]
    assert "客服" in text and "工程" in text and "3-2-1201" in text and "已办妥" not in text
    seen = {"version": VERSION.search(text)[1]}
    assert page(technician, f"{sheet}/answer", "POST", data=seen)[0] == 422
    assert page(technician, f"{sheet}/answer", "POST", data={**seen, "answer": "已修复"})[0] == 303
    assert page(desk, f"{sheet}/close", "POST", data=seen)[0] == 412
    seen = {"version": VERSION.search(page(desk, sheet)[1])[1]}
    assert page(desk, f"{sheet}/close", "POST", data=seen)[0] == 303
    assert "已修复" in page(desk, sheet)[1] and "地库照明" in page(desk, "/slips?view=all")[1]


def test_what_is_wrong_is_said_and_kept(page, desk, place):
    status, text, _ = page(desk, "/slips", "POST", data={**NEW, "to_department": "customer_service"})
    assert status == 422 and "地库照明" in text and "Another department" in text


def test_the_weeks_show_who_was_below_the_target(page, supervisor, place, store, now):
    part = {"code": "engineering", "name": {"zh": "工程", "en": "Engineering"}, "due": 4, "on_time": 3, "late": 1}
    part |= {"open": 0, "percent": 75, "numbers": ["IS-2026-000009"]}
    with store.work(Principal.system(OPERATOR, SITE)) as work:
        work.session.add(SlipSummary(id=new_id(), site_id=SITE, week=now.date(), at=now, departments=[part]))
    text = page(supervisor, "/slips/weeks")[1]
    assert "Engineering" in text and 'due-bad">75' in text and "IS-2026-000009" in text
