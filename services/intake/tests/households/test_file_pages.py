"""The file, the registers, their months and the monthly lists in the browser, in both languages (RF-1, RF-2, RF-5)."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from shared.testing.people import CASHIER, DESK, MANAGER, SITE, SUPERVISOR

# What a page says is the same on both databases; what it does is proved on both by the doors' own tests.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def file(client, place) -> str:
    people = [{"name": "李敏", "role": "owner", "phones": ["13812345521"]}]
    answer = client.as_(DESK).post("/households", json={"unit_id": str(place.unit.id), "people": people})
    return f"/households/{answer.json['id']}"


def versions(text: str, form: str) -> dict:
    found = re.search(rf'name="form" value="{form}[^"]*"><input type="hidden" name="version" value="(\d+)"', text)
    return {"version": found[1]}


def test_a_file_is_found_however_one_asks_and_opened_where_there_is_none(page, desk, file, place):
    page(desk, f"{file}/vehicles", "POST", data={"plate": "京A·12345"})
    for asked in ("unit=3栋2单元1201", "phone=138-1234-5521", "name=李", "plate=京a12345"):
        status, text, _ = page(desk, f"/households?{asked}")
        assert status == 200 and "3-2-1201" in text and "李敏" not in text, asked
    assert "No unit of this site" in page(desk, "/households?unit=99-99")[1]
    assert page(desk, "/households?phone=12")[0] == 200
    where = page(desk, "/households", "POST", data={"site_id": str(SITE), "unit": "3-2-1202"})[2].headers["Location"]
    assert "3-2-1202" in page(desk, where, lang="zh")[1]
    assert page(desk, "/households", "POST", data={"site_id": str(SITE), "unit": "3-2-1202"})[0] == 409


def test_everything_is_written_into_the_file_on_its_page(page, desk, file):
    forms = {
        "people": {"name": "张伟", "role": "tenant", "phones_said": "13900001111，010-65521234"},
        "notes": {"text": "老人独居，多关照"},
        "vehicles": {"plate": "京A12345", "space": "B1-23"},
        "agreements": {"kind": "service", "title": "物业服务协议", "party": "李敏", "begins": "2024-01-01"},
        "title": {"valid_from": "2020-01-01", "holders_said": "李敏 / 1/2, 陈静 / 1/2", "built_area": "98.50"},
        "lease": {"valid_from": "2025-01-01", "tenant": "张伟", "rent": "5500.00"},
        "review": {},
    }
    for what, data in forms.items():
        status, text, _ = page(desk, f"{file}/{what}", "POST", data=data)
        assert status == 303, (what, re.findall(r'role="alert">(.*?)</div>', text, re.S))
    status, text, _ = page(desk, file, lang="zh")
    assert status == 200
    shown = ("13900001111", "老人独居", "京A12345", "物业服务协议", "陈静 (1/2)", "98.50 m²", "¥5,500.00", "产权清册")
    for words in shown:
        assert words in text, words


def test_what_is_refused_is_said_and_kept(page, desk, file):
    wrong = {"form": "lease", "valid_from": "2025-01-01", "valid_to": "2024-01-01", "tenant": "张三丰"}
    status, text, _ = page(desk, f"{file}/lease", "POST", data=wrong)
    assert status == 422 and "张三丰" in text and "The end is before the beginning" in text
    assert page(desk, f"{file}/everything", "POST", data={})[0] == 422
    assert page(CASHIER, f"{file}/notes", "POST", data={"text": "x"})[0] == 403


def test_a_line_is_corrected_struck_and_checked_on_the_page_and_the_history_shows_it(page, desk, file):
    page(desk, f"{file}/title", "POST", data={"valid_from": "2020-01-01", "holders_said": "李明"})
    (line,) = re.findall(r'action="(/registers/title/[^"]+)/correct"', page(desk, file)[1])
    fixed = {"holders_said": "李敏", "reason": "同音字误录"}
    assert page(desk, f"{line}/correct", "POST", data=fixed)[0] == 303
    assert page(desk, f"{line}/correct", "POST", data=fixed)[0] == 409
    (line,) = re.findall(r'action="(/registers/title/[^"]+)/check"', page(SUPERVISOR, file)[1])
    assert page(SUPERVISOR, f"{line}/check", "POST", data={"note": "另有共有人"})[0] == 303
    assert page(desk, f"{line}/strike", "POST", data={"reason": "登记错房号"})[0] == 303
    text = page(desk, f"{file}/history")[1]
    assert "corrected by a later line" in text and "struck out" in text and "同音字误录" in text
    assert "另有共有人" in page(desk, f"/registers/title?site_id={SITE}")[1]


def test_somebody_moves_out_and_an_agreement_is_renewed_on_the_page(page, desk, file):
    page(desk, f"{file}/agreements", "POST", data={"kind": "parking", "title": "车位", "party": "李敏",
         "begins": "2024-01-01", "ends": "2024-12-31"})  # fmt: skip
    text = page(desk, file)[1]
    assert "expired" in text
    (person,) = re.findall(r'action="(/people/[^"]+)"', text)
    moved = {**versions(text, "person"), "name": "李敏", "to": "2024-06-30"}
    assert page(desk, person, "POST", data=moved)[0] == 303
    assert page(desk, person, "POST", data=moved)[0] == 412
    (renew,) = re.findall(r'action="(/agreements/[^"]+/renew)"', text)
    later = {**versions(text, "agreement"), "ends": "2027-12-31"}
    assert page(desk, renew, "POST", data=later)[0] == 303
    text = page(desk, file)[1]
    assert "Renewed" in text and "Nobody is in this file" in text
    assert "李敏" in page(desk, f"{file}?as_of=2024-06-01")[1]


def test_the_supervisor_sees_who_opened_the_file_and_the_cashier_no_numbers(page, file):
    status, text, _ = page(CASHIER, file)
    assert status == 200 and "138****5521" in text and "13812345521" not in text and "Who opened this file" not in text
    text = page(SUPERVISOR, file)[1]
    assert "Who opened this file" in text and "Cashier" in text and "13812345521" in text


def test_registers_months_and_lists_are_pages_to_print(page, desk, file):
    page(desk, f"{file}/title", "POST", data={"valid_from": "2020-01-01", "holders_said": "李敏", "certificate": "京1"})
    assert "李敏" in page(desk, "/registers/title", lang="zh")[1] and page(desk, "/registers/cars")[0] == 404
    assert "李敏" not in page(desk, "/registers/title?as_of=2019-12-31")[1]
    month = (datetime.now(UTC).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    made = page(desk, "/registers/title/months", "POST", data={"site_id": str(SITE), "month": month})
    path, manager = made[2].headers["Location"], MANAGER
    assert page(desk, "/registers/title/months", "POST", data={"site_id": str(SITE), "month": month})[0] == 409
    for step in ("review", "sign"):
        seen = {"version": re.search(r'name="version" value="(\d+)"', page(manager, path)[1])[1]}
        assert page(desk, f"{path}/{step}", "POST", data=seen)[0] == 403
        assert page(manager, f"{path}/{step}", "POST", data=seen)[0] == 303
    assert "已签字" in page(manager, path, lang="zh")[1] and 'name="version"' not in page(manager, path)[1]
    for which in ("leases-ending", "agreements-expiring", "vacancies", "owner-changes", "reviews-due"):
        assert page(desk, f"/household-lists?which={which}&month={month}", lang="zh")[0] == 200
    assert "3-2-1202" in page(desk, f"/household-lists?which=vacancies&month={month}")[1]
    assert page(desk, "/household-lists?which=x")[0] == 404
