"""A story is told in the site's own time, in Chinese or English, without ids (RF-3, RO-4)."""

import pytest

from embedded.story import told

TICKET = {
    "id": "t", "number": "T-2026-000001", "state": "closed", "site_id": "s", "kind": "repair_unit",
    "category_name": {"zh": "户内·水管·漏水", "en": "Home · water pipe · leak"}, "place": {"unit_code": "3-2-1201"},
    "opened_at": "2026-11-20T00:31:00+00:00", "description": "软管爆了",
}  # fmt: skip
ENTRY = {"at": "2026-11-20T00:40:00+00:00", "service": "dispatch", "kind": "work_order.assigned", "who": "罗志勇"}
ENTRY |= {
    "facts": {
        "number": "W-2026-000001",
        "work_order_id": "x",
        "technician": "罗志勇",
        "reasons": ["工种对口：plumber / Trade fits: plumber", "当班 / On shift now"],
    }
}


class Desk:
    def items(self, path, **query):
        return iter([{"id": "s", "timezone": "Asia/Shanghai", "name_zh": "翠湖花园", "name_en": "Green Lake"}])

    def get(self, path):
        return {"items": [ENTRY], "expected": [{"kind": "return_visit", "due_at": None}]}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["已关闭", "翠湖花园", "漏水", "派单", "回访"]),
        ("en", ["closed", "Green Lake", "leak", "assigned", "return visit"]),
    ],
)
def test_a_story_is_told_in_both_languages(language, words):
    text = "\n".join(told(Desk(), TICKET, language))
    assert all(word in text for word in words)
    assert "2026-11-20 08:40:00" in text
    assert ("工种对口：plumber; 当班" in text) == (language == "zh")
    assert ("Trade fits: plumber; On shift now" in text) == (language == "en")
    assert text.count("罗志勇") == 1
    assert "work_order_id" not in text
