"""The pages of procedures: every step by a form, in both languages, refused in words, printable (RM-1, RM-2, RM-4)."""

import pytest

from services.intake.tests.procedures.conftest import APPLICATION, PROOFS
from shared.testing.people import person

FORM = {f"field-{name}": value for name, value in APPLICATION["fields"].items()}
FORM |= {f"paper-{one['code']}": one["reference"] for one in APPLICATION["papers"]} | {"signature": "陈静"}


def test_a_renovation_is_begun_and_its_first_step_done_on_the_page(page, manager, client, place):
    status, text, _ = page(manager, "/procedures")
    assert status == 200 and "No procedures here." in text
    begun = page(manager, "/procedures", "POST", data={"kind": "renovation", "where": "3-2-1201", "party_name": "陈静"})
    assert begun[0] == 303
    path = begun[2].headers["Location"]
    for lang, words in (("en", "To be done now"), ("zh", "现在要办")):
        status, text, _ = page(manager, path, lang=lang)
        assert status == 200 and words in text
    assert "业主申请" in text and "施工图纸" in text
    refused = page(
        manager, f"{path}/steps/application/complete", "POST", data={**FORM, "version": "1", "signature": ""}
    )
    assert refused[0] == 422 and "Signed by" in refused[1] and "宏达装饰" in refused[1]
    assert page(manager, f"{path}/steps/application/complete", "POST", data={**FORM, "version": "7"})[0] == 412
    assert page(manager, f"{path}/steps/application/complete", "POST", data={**FORM, "version": "1"})[0] == 303
    status, text, _ = page(manager, path)
    assert "宏达装饰" in text and "Checked at the desk at once" in text
    steps = {one["code"]: one for one in client.as_(manager).get(path).json["steps"]}
    unsaid = {"version": str(steps["desk_check"]["version"])}
    assert page(manager, f"{path}/steps/desk_check/fail", "POST", data=unsaid)[0] == 422
    assert page(manager, f"{path}/steps/nothing/complete", "POST", data={"version": "1"})[0] == 422
    early = page(manager, f"{path}/steps/permit/complete", "POST", data={"version": "1"}, lang="zh")
    assert early[0] == 409 and "请先完成：" in early[1] and "押金及费用已交" in early[1]


def test_permit_and_passes_are_printed_once_there_is_a_permit(page, begun, permitted, client, manager, place):
    work = begun("take_over")
    assert page(manager, f"/procedures/{work.seen['id']}/permit")[0] == 409
    work = permitted()
    path = f"/procedures/{work.seen['id']}"
    for lang, words in (("en", "Valid until 2030-05-10"), ("zh", "有效期至 2030-05-10")):
        status, text, _ = page(manager, f"{path}/permit", lang=lang)
        assert status == 200 and words in text and "3-2-1201" in text
        assert "吴强" in page(manager, f"{path}/passes", lang=lang)[1]


def test_works_are_kept_on_the_page(page, begun, permitted, manager, client, technician):
    work = permitted()
    path = f"/procedures/{work.seen['id']}"
    assert page(manager, f"{path}/worker-passes", "POST", data={"name": "林立", "document": "D1"})[0] == 303
    assert page(manager, f"{path}/worker-passes", "POST", data={"name": "林立"})[0] == 422
    held = client.as_(manager).get("/worker-passes").json["items"]
    gone, kept = (f"{path}/worker-passes/{one['id']}" for one in held)
    other = begun("take_over").seen["id"]
    assert page(manager, gone.replace(work.seen["id"], other) + "/return", "POST", data={"version": "1"})[0] == 404
    assert page(manager, f"{gone}/return", "POST", data={"version": "1"})[0] == 303
    assert page(manager, f"{kept}/miss", "POST", data={"version": "1", "reason": "丢失"})[0] == 303
    stands = {"area": "主卫", "started_at": "2026-01-01T08:00"}
    assert page(manager, f"{path}/water-tests", "POST", data=stands)[0] == 303
    test = client.as_(manager).get(f"{path}/water-tests").json[0]
    judged = f"{path}/water-tests/{test['id']}/pass"
    assert page(manager, judged, "POST", data={"version": "1"})[0] == 422
    assert page(technician, judged, "POST", data={"version": "1", "units": "3-2-1101、3-2-1102"})[0] == 303
    status, text, _ = page(manager, path)
    assert status == 200 and "3-2-1102: dry" in text and "Missing" in text


def test_a_notice_is_written_printed_and_followed_on_pages(page, permitted, manager, client):
    work = permitted()
    path = f"/procedures/{work.seen['id']}"
    said = {"kind": "violation", "category": "噪声", "description": "午间电锤", "due_at": "2030-01-01T12:00"}
    assert page(manager, f"{path}/findings", "POST", data={**said, "description": ""})[0] == 422
    assert page(manager, f"{path}/findings", "POST", data=said)[0] == 303
    assert page(manager, f"{path}/checks", "POST", data={"kind": "patrol", "note": "正常"})[0] == 303
    (notice,) = client.as_(manager).get("/findings").json["items"]
    assert notice["due_at"] == "2030-01-01T04:00:00Z"  # noon in Shanghai
    for lang, words in (("en", "Rectification notice"), ("zh", "整改通知书")):
        status, text, _ = page(manager, f"/findings/{notice['id']}", lang=lang)
        assert status == 200 and words in text and "午间电锤" in text
    assert notice["number"] in page(manager, "/findings")[1]
    taken = page(manager, f"/findings/{notice['id']}/rectify", "POST", data={"version": "1", "note": "已停"})
    assert taken[0] == 303
    assert page(manager, f"/findings/{notice['id']}/accept", "POST", data={"version": "1"})[0] == 412
    assert page(manager, f"/findings/{notice['id']}/accept", "POST", data={"version": "2"})[0] == 303
    assert notice["number"] not in page(manager, "/findings")[1]


def test_a_list_is_counted_on_the_page(page, begun, manager, client):
    work = begun("take_over")
    path = f"/procedures/{work.seen['id']}"
    lines = [one for one in work.seen["lines"] if one["list_code"] == "keys"]
    data = {f"counted-{one['id']}": "3" for one in lines} | {f"expected-{one['id']}": "4" for one in lines}
    data |= {f"was-{one['id']}": ["", str(one["expected"]), ""] for one in lines}
    data |= {f"explanation-{lines[0]['id']}": "开发商补", "new-name": "电井钥匙", "new-expected": "2"}
    assert page(manager, f"{path}/lists/keys", "POST", data={**data, f"counted-{lines[0]['id']}": "drei"})[0] == 422
    assert page(manager, f"{path}/lists/keys", "POST", data=data)[0] == 303
    counted = [one for one in work.read()["lines"] if one["list_code"] == "keys"]
    assert [(one["expected"], one["counted"], one["missing"]) for one in counted] == [
        (4, 3, 1),
        (4, 3, 1),
        (2, None, 0),
    ]
    assert "电井钥匙" in page(manager, path, lang="zh")[1]


def as_shown(line: dict) -> dict:
    """The fields of one line as a page made now has them."""
    values = ["" if line[name] is None else str(line[name]) for name in ("counted", "expected", "explanation")]
    typed = zip(("counted", "expected", "explanation"), values, strict=True)
    return {f"was-{line['id']}": values, **{f"{name}-{line['id']}": value for name, value in typed}}


def test_an_old_page_overwrites_nobody_s_count(page, begun, manager):
    """Two count one list: each their own lines, and of one line the first; what was typed stands there still."""
    work = begun("take_over")
    path = f"/procedures/{work.seen['id']}/lists/keys"
    first, second = [one for one in work.seen["lines"] if one["list_code"] == "keys"][:2]
    old_page = as_shown(first) | as_shown(second)
    assert page(manager, path, "POST", data=old_page | {f"counted-{first['id']}": "3"})[0] == 303
    assert page(manager, path, "POST", data=old_page | {f"counted-{second['id']}": "2"})[0] == 303
    late = {f"counted-{first['id']}": "7", f"explanation-{first['id']}": "后来又找到"}
    status, text, _ = page(manager, path, "POST", data=old_page | late)
    assert status == 412 and 'value="7"' in text and "后来又找到" in text
    counted = {one["id"]: one["counted"] for one in work.read()["lines"]}
    assert (counted[first["id"]], counted[second["id"]]) == (3, 2)
    status, text, _ = page(manager, path, "POST", data=as_shown(first) | {f"explanation-{first['id']}": "少一把"})
    assert status == 422 and "少一把" in text


def test_a_building_moves_in_on_the_page_and_its_progress_is_printed(page, manager, desk, place):
    asked = {"building_id": str(place.building.id), "name": "三栋集中入伙", "from_day": "2030-01-05"}
    assert page(desk, "/move-ins", "POST", data=asked)[0] == 403
    begun = page(manager, "/move-ins", "POST", data=asked)
    assert begun[0] == 303
    assert page(manager, "/move-ins", "POST", data=asked)[0] == 409
    for lang, words in (("en", "Documents checked"), ("zh", "核对资料")):
        status, text, _ = page(manager, begun[2].headers["Location"], lang=lang)
        assert status == 200 and words in text and "3-2-1202" in text
    assert "三栋集中入伙" in page(manager, "/move-ins")[1]


def test_corrective_actions_are_planned_on_the_page(page, permitted, manager, client):
    work = permitted()
    for _ in range(3):
        work.post("findings", kind="violation", category="噪声", description="午间电锤")
    assert "噪声" in page(manager, "/corrective-actions")[1]
    action = client.as_(manager).get("/corrective-actions").json["items"][0]
    path = f"/corrective-actions/{action['id']}/plan"
    plan = {"version": "1", "cause": "未告知", "responsible": "主管", "measure": "公示", "due_at": "2030-01-01T12:00"}
    assert page(manager, path, "POST", data={**plan, "measure": ""})[0] == 422
    assert page(manager, path, "POST", data=plan)[0] == 303
    assert "公示" in page(manager, "/corrective-actions", lang="zh")[1]


@pytest.mark.parametrize("path", ["/procedures", "/findings", "/corrective-actions", "/move-ins"])
def test_who_has_no_business_there_sees_nothing(page, path, place):
    assert page(person("guard", "guard"), path)[0] == 403


def test_what_was_told_for_a_step_and_who_it_waits_for_is_said(page, begun, manager, paid):
    work = begun().done("application", "desk_check", "equipment_review", "manager_review")
    path = f"/procedures/{work.seen['id']}"
    data = {"version": str(work.step("deposit")["version"]), "reference": "B-2026-000009"}
    assert page(manager, f"{path}/steps/deposit/expect", "POST", data=data)[0] == 303
    assert "等待 B-2026-000009" in page(manager, path, lang="zh")[1]
    paid("B-2026-000009")
    assert "B-2026-000009 · 3000.00" in page(manager, path)[1]
    missing = page(manager, path, lang="zh")[1]
    assert "尚未登记施工人员" in missing
    assert PROOFS["extinguishers"]
