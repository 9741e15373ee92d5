"""The console's pages of platforms: a profile edited and tried, a day compared, a sandbox looked at (RD-4, RV-9)."""

import ast
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.intake import calls
from services.intake.calls.sheet import profile_of, sheet_of
from services.intake.tests.calls.conftest import PROFILE, record
from shared.web.pages.words import catalogue_of


@pytest.fixture
def sheet():
    return {**sheet_of(PROFILE), "version": "1"}


def test_a_profile_goes_through_the_sheet_unchanged_or_is_edited_as_json():
    assert profile_of(sheet_of(PROFILE)) == (PROFILE, {})
    odd = {**PROFILE, "kind": {"field": "T", "map": {"a\nb": "complaint"}}}
    assert sheet_of(odd) is None


def test_a_sheet_is_tried_row_by_row_before_anything_is_kept(page, admin, platform, sheet, left):
    path = f"{platform.path}/profile"
    assert "室内报修 = repair_unit" in page(admin, path)[1]
    sample = "Unique Key,Borough,Type,房号\n1,Manhattan,Complant,3-2-1201\n2,Mars,,\n"
    status, text, _ = page(admin, path, "POST", data={**sheet, "act": "try", "sample": sample})
    assert status == 200 and "would be refused" in text and "One of: elsewhere, manhattan." in text
    assert "or add it to `kind` of the profile" in text and "Category no.such" in text and left()["tickets"] == 0
    status, text, _ = page(admin, path, "POST", lang="zh", data={**sheet, "act": "try", "sample": sample})
    assert "应为以下之一" in text and "or add it" not in text
    file = (BytesIO("Unique Key,Borough,Type\n7,曼哈顿,投诉\n".encode("gb18030")), "calls.csv")
    assert "曼哈顿" not in page(admin, path, "POST", data={**sheet, "act": "try"})[1]
    status, text, _ = page(admin, path, "POST", data={**sheet, "act": "try", "file": file})
    assert "<strong>Borough</strong>" in text and left()["tickets"] == 0


def test_a_broken_sheet_is_not_kept_and_what_was_typed_stays(page, admin, platform, sheet, push):
    wrong = {
        **sheet,
        "timezone": "Mars",
        "kind_map": "Complaint complaint",
        "category_map": "a | b | c = x",
        "act": "keep",
    }
    status, text, _ = page(admin, f"{platform.path}/profile", "POST", data=wrong)
    assert status == 422 and "Line 1: write what they say" in text and "Complaint complaint" in text
    assert "Row 1: &#34;when&#34; needs 2 value(s)" in text and 'value="Mars"' in text
    assert "A time zone such as Asia/Shanghai is required." in text and push(record()).status_code == 201


def test_a_kept_sheet_is_a_new_edition_and_of_two_who_edit_one_wins(page, admin, platform, sheet, push, client):
    other = {**sheet, "external_id": "Ticket No", "note": "renamed", "act": "keep"}
    assert page(admin, f"{platform.path}/profile", "POST", data=other)[0] == 303
    assert push({**record(None), "Ticket No": "9"}).status_code == 201
    status, text, _ = page(admin, f"{platform.path}/profile", "POST", data={**sheet, "act": "keep"})
    assert status == 412 and "Somebody else changed this" in text
    text = page(admin, f"{platform.path}/profile")[1]
    assert "renamed" in text and "Former" in text and ">Ticket No</textarea>" in text.replace("\n", "")
    assert "Unique Key" in page(admin, f"{platform.path}/profile?edition=1")[1]
    begins = (datetime.now(ZoneInfo("America/New_York")) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    version = client.as_(admin).get(platform.path).json["version"]
    planned = {**sheet, "version": str(version), "valid_from": begins, "act": "keep"}
    assert page(admin, f"{platform.path}/profile", "POST", data=planned)[0] == 303
    assert "Planned" in page(admin, f"{platform.path}/profile")[1]
    assert page(admin, f"{platform.path}/profile/editions/3/withdraw", "POST")[0] == 303
    assert "Withdrawn" in page(admin, f"{platform.path}/profile")[1]


def test_a_profile_can_be_pasted_as_json_with_its_faults_named(page, admin, platform):
    path = f"{platform.path}/profile"
    assert "&#34;timezone&#34;" in page(admin, f"{path}?as=json")[1]
    assert page(admin, path, "POST", data={"json": "{", "act": "keep", "version": "1"})[0] == 422
    status, text, _ = page(admin, path, "POST", data={"json": '{"colour": 1}', "act": "keep", "version": "1"})
    assert status == 422 and "There is no such section." in text and "<strong>colour</strong>" in text


def test_the_desk_sees_per_platform_and_day_what_differs(page, desk, admin, platform, push, client):
    push({"records": [record(str(n)) for n in range(4)]}, path="/pushes/batch")
    zone = ZoneInfo(PROFILE["timezone"])
    today = datetime.now(UTC).astimezone(zone).date().isoformat()
    address = f"{platform.path}?day={today}"
    assert "Not reconciled" in page(desk, address)[1] and "4" in page(desk, "/integrations")[1]
    items = [
        {"external_id": "0", "state": "closed"},
        {"external_id": "1", "fingerprint": "0" * 64},
        {"external_id": "2"},
    ]
    said = push({"day": today, "items": [*items, {"external_id": "late"}]}, path="/reconciliations")
    assert said.status_code == 200 and len(said.json["different"]) == 2, said.json
    text = page(desk, address)[1]
    assert "Another state: Open here, Closed there" in text and "Another content" in text
    assert "Ask the platform to push it again." in text and "Unknown to the platform" in text
    push(record("late"))
    assert "Came in since: nothing." in page(desk, address)[1]
    push({"day": today, "external_ids": ["0", "1", "2", "3", "late"]}, path="/reconciliations")
    assert "Agrees" in page(desk, address)[1] and "一致" in page(desk, address, lang="zh")[1]


def test_a_count_alone_says_whether_a_list_is_needed(page, desk, platform, push):
    push({"records": [record(str(n)) for n in range(3)]}, path="/pushes/batch")
    today = datetime.now(UTC).astimezone(ZoneInfo(PROFILE["timezone"])).date().isoformat()
    said = push({"day": today, "count": 3}, path="/reconciliations").json
    assert (said["agrees"], said["here"], said["both"]) == (True, 3, None)
    assert push({"day": today, "count": 4}, path="/reconciliations").json["agrees"] is False
    assert "Only the counts were compared" in page(desk, f"{platform.path}?day={today}")[1]
    for wrong in ({"day": today}, {"count": 1}, {"day": today, "count": 1, "external_ids": []}):
        assert push(wrong, path="/reconciliations").status_code == 422


def test_a_platform_is_let_in_and_given_a_sandbox_whose_tries_are_shown(page, admin, supervisor, desk, place, push):
    sites = {"site_ids": str(place.site.id)}
    status, text, _ = page(admin, "/integrations", "POST", data={"code": "new-one", "name": "New one", **sites})
    assert status == 200 and "fdk_" in text and "whsec_" in text and "shown this once" in text
    assert "New one" in page(admin, "/integrations")[1] and "none yet" in page(admin, "/integrations")[1]
    again = page(admin, "/integrations", "POST", data={"code": "new-one", "name": "Again", **sites})
    assert again[0] == 409 and page(admin, "/integrations", "POST", data={"code": "x", "name": "X"})[0] == 422
    assert page(desk, "/integrations", "POST", data={"code": "x", "name": "X", **sites})[0] == 403


def test_the_sandbox_shows_what_was_tried(page, admin, supervisor, desk, platform, push):
    import base64
    import re

    path = f"{platform.path}/sandbox"
    text = page(admin, path, "POST")[1]
    secret = base64.b64decode(re.search(r"whsec_([A-Za-z0-9+/=]+)", text)[1])
    push(record("1", Note="<b>bold</b>"), secret=secret)
    push(record(None), secret=secret)
    text = page(supervisor, path)[1]
    assert "X-2026-000001" in text and "422" in text and "<b>bold" not in text and "&lt;b&gt;bold" in text
    assert page(desk, path)[0] == 403 and page(supervisor, path, "POST")[0] == 403
    assert page(admin, path, "POST", data={"end": "true"})[0] == 303
    assert push(record("3"), secret=secret).status_code == 401


def test_every_sentence_about_what_is_wrong_is_said_in_chinese_too():
    known, unsaid = catalogue_of("intake"), []
    for file in Path(calls.__file__).parent.glob("*.py"):
        syntax = ast.parse(file.read_text())
        names = {
            node.targets[0].id: node.value.value
            for node in ast.walk(syntax)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }  # fmt: skip
        for node in ast.walk(syntax):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Said" and node.args:
                first = node.args[0]
                text = first.value if isinstance(first, ast.Constant) else names[first.id]
                unsaid += [text] if text not in known else []
    assert unsaid == []
