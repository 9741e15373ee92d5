"""The cabinet, the count and the receipts in the browser and on paper, in both languages (RF-4, RF-7, console.md)."""

import re

import pytest

from shared.testing.people import SITE, SUPERVISOR

OF_SITE = {"site_id": str(SITE)}

# What a page says is the same on both databases; what it does is proved on both by the doors' own tests.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def version_in(text: str) -> dict:
    return {"version": re.search(r'name="version" value="(\d+)"', text)[1]}


def test_a_key_is_entered_lent_and_taken_back_on_its_page(page, desk, cabinet):
    new = {**OF_SITE, "kind": "intercom", "category": "public", "name": "对讲机 3 号", "number": "R-3"}
    status, _, answer = page(desk, "/keys", "POST", data=new)
    path = answer.headers["Location"]
    status, text, _ = page(desk, path)
    assert status == 200 and "对讲机 3 号" in text and "In cabinet" in text
    lend = {**version_in(text), "borrower_kind": "staff", "borrower_name": "王班长", "purpose": "夜巡"}
    assert page(desk, f"{path}/lend", "POST", data=lend)[0] == 303
    text = page(desk, path, lang="zh")[1]
    assert "王班长" in text and "已借出" in text and "归还" in text
    slip = re.search(r'href="(/key-loans/[^"]+/slip)"', text)[1]
    assert "signature-line" in page(desk, slip)[1] and "借用单" in page(desk, slip, lang="zh")[1]
    assert page(desk, f"{path}/return", "POST", data=version_in(text))[0] == 303
    status, text, _ = page(desk, f"{path}/return", "POST", data=version_in(page(desk, path)[1]))
    assert status == 409 and 'role="alert"' in text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(page, desk, cabinet):
    new = {**OF_SITE, "form": "new", "kind": "key", "category": "public", "name": "水泵房", "number": "A-017"}
    status, text, _ = page(desk, "/keys", "POST", data=new)
    assert status == 409 and "水泵房" in text
    status, text, _ = page(desk, "/keys", "POST", data={**new, "unit": "99-99"})
    assert status == 422 and "No unit of this site" in text
    path = f"/keys/{cabinet.unit['id']}"
    lend = {**version_in(page(desk, path)[1]), "borrower_kind": "unknown", "borrower_name": "小赵", "purpose": "带看"}
    status, text, _ = page(desk, f"{path}/lend", "POST", data={**lend, "form": "lend"})
    assert status == 422 and "小赵" in text and "Owner who said yes" in text
    assert page(desk, f"{path}/lend", "POST", data={**lend, "due_at": "soon"})[0] == 422
    owner = {"confirmed_by_id": cabinet.people[0]["id"], "due_at": ""}
    assert page(desk, f"{path}/lend", "POST", data={**lend, **owner})[0] == 303


def test_the_count_is_drawn_ticked_and_signed_on_its_page(page, desk, cabinet):
    path = page(desk, "/key-counts", "POST", data=OF_SITE)[2].headers["Location"]
    status, text, _ = page(desk, path)
    assert status == 200 and "A-017" in text and "signature-line" in text
    items = re.findall(r'name="found-([^"]+)" value="yes"', text)
    refused = page(SUPERVISOR, f"{path}/sign", "POST", data=version_in(text))
    assert refused[0] == 409 and "Not counted:" in refused[1]
    ticked = {f"found-{item}": "yes" for item in items[1:]} | {f"found-{items[0]}": "no"}
    ticked |= {f"explanation-{items[0]}": "送修"}
    assert page(desk, f"{path}/count", "POST", data={**version_in(text), **ticked})[0] == 303
    text = page(desk, path, lang="zh")[1]
    assert "送修" in text and "月度" in page(desk, "/key-counts", lang="zh")[1]
    assert page(SUPERVISOR, f"{path}/sign", "POST", data=version_in(text))[0] == 303
    assert "Super" in page(desk, path)[1]


def test_money_left_at_the_desk_is_receipted_in_figures_and_capitals_and_given_back(page, desk, place):
    taken = {**OF_SITE, "kind": "money", "description": "代缴燃气费", "giver_name": "李敏", "unit": "3-2-1201"}
    status, text, _ = page(desk, "/entrusted", "POST", data=taken)
    assert status == 422 and "代缴燃气费" in page(desk, "/entrusted", "POST", data={**taken, "form": "new"})[1]
    path = page(desk, "/entrusted", "POST", data={**taken, "amount": "1234.50"})[2].headers["Location"]
    text = page(desk, path, lang="zh")[1]
    assert "壹仟贰佰叁拾肆元伍角" in text and "¥1,234.50" in text and "3-2-1201" in text
    assert "代缴燃气费" in page(desk, "/entrusted")[1]
    back = {**version_in(text), "receiver_name": "李敏", "receiver_proof": "身份证"}
    assert page(desk, f"{path}/give-back", "POST", data=back)[0] == 303
    assert "EB-" in page(desk, path)[1] and "代缴燃气费" not in page(desk, "/entrusted")[1]
