"""The duty page, the gate and the board in the browser, in both languages (console.md, RD-3, RD-7, RD-10)."""

import re

from shared.testing.people import SITE


def test_a_shift_begins_writes_and_corrects_on_its_page(page, desk, place):
    of_site = {"site_id": str(SITE)}
    status, text, _ = page(desk, "/duty")
    assert status == 200 and "Nobody is on duty" in text and "值班记录" in page(desk, "/duty", lang="zh")[1]
    assert page(desk, "/duty/begin", "POST", data=of_site)[0] == 303
    entry = {**of_site, "kind": "visit", "text": "送来门禁卡", "unit": "3-2-1201", "follow_up": "yes"}
    assert page(desk, "/duty/entries", "POST", data=entry)[0] == 303
    text = page(desk, "/duty", lang="zh")[1]
    assert "送来门禁卡" in text and "3-2-1201" in text and ("日班" in text or "夜班" in text)
    first = re.search(r'name="settles_id" value="([^"]+)"', text)[1]
    done = {**of_site, "kind": "note", "text": "已交 3-2-1201", "settles_id": first}
    assert page(desk, "/duty/entries", "POST", data=done)[0] == 303
    assert page(desk, "/duty/entries", "POST", data={**done, "corrects_id": "x"})[0] == 404


def test_what_is_wrong_with_an_entry_is_said_and_what_was_typed_is_kept(page, desk, place):
    entry = {"site_id": str(SITE), "kind": "visit", "text": "送来门禁卡", "unit": "99-99"}
    status, text, _ = page(desk, "/duty/entries", "POST", data=entry)
    assert status == 422 and "送来门禁卡" in text and "No unit of this site" in text


def test_the_gate_names_what_is_open_and_then_lets_through(page, desk, opened, on_duty, night, client):
    ticket = opened()
    gone_to = page(desk, "/duty/handover", "POST", data={"site_id": str(SITE)})[2].headers["Location"]
    status, text, _ = page(desk, gone_to)
    assert status == 200 and ticket["number"] in text and "signature-line" in text
    assert "交班签字" in page(desk, gone_to, lang="zh")[1]

    def seen():
        return {"version": re.search(r'name="version" value="(\d+)"', page(desk, gone_to)[1])[1]}

    status, text, _ = page(desk, f"{gone_to}/sign-outgoing", "POST", data=seen())
    assert status == 409 and f"Not acknowledged: {ticket['number']}</li>" in text
    item = {"item_id": re.search(r'name="item_id" value="([^"]+)"', text)[1]}
    assert page(desk, f"{gone_to}/acknowledge", "POST", data=item)[0] == 303
    counted = {f"{code}-{side}_count": "0" for code in COUNTED for side in ("outgoing", "incoming")}
    assert page(desk, f"{gone_to}/count", "POST", data={**seen(), **counted, "keys-incoming_count": "x"})[0] == 422
    assert page(desk, f"{gone_to}/count", "POST", data={**seen(), **counted})[0] == 303
    assert page(desk, f"{gone_to}/sign-outgoing", "POST", data=seen())[0] == 303
    wrong = {**seen(), **night, "password": "not the right one"}
    status, text, _ = page(desk, f"{gone_to}/sign-incoming", "POST", data=wrong)
    assert status == 422 and "not the right one" not in text
    assert page(desk, f"{gone_to}/sign-incoming", "POST", data={**seen(), **night})[0] == 303
    assert "王强" in page(desk, gone_to)[1]


COUNTED = ("keys", "cards", "radios", "forms")


def test_the_board_renews_its_numbers_by_itself(page, technician, cashier, opened):
    opened()
    status, text, _ = page(technician, "/board")
    assert status == 200 and 'hx-trigger="every 30s"' in text and "Taken today" in text
    status, part, _ = page(technician, f"/board/numbers?site_id={SITE}", lang="zh")
    assert status == 200 and "<html" not in part and "今日受理" in part


def test_the_report_is_sent_from_the_page_once(page, desk, place, announced):
    sent = {"site_id": str(SITE), "remark": "一切正常"}
    assert page(desk, "/duty/report", "POST", data=sent)[0] == 303
    assert page(desk, "/duty/report", "POST", data=sent)[0] == 409
    assert len(announced("intake.day_report.issued")) == 1
