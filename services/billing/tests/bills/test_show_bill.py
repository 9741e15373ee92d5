"""The bills of a site and one bill as a sheet, for people, in both languages (RB-1, RO-4)."""

from pathlib import Path

import services.billing
from shared.web.pages import words

PAGE = {"Accept": "text/html"}


def test_the_sheet_explains_the_bill_line_by_line(client, desk, bill, pay):
    issued = bill(amount="108.50")
    number = pay("8.50", bill_ids=[issued["id"]]).json["receipt_number"]
    page = client.as_(desk).page("GET", f"/bills/{issued['id']}?lang=zh", headers=PAGE)
    assert page.status_code == 200
    for said in ("B-2026-000001", "水龙头", "¥48.50", "¥108.50", "¥100.00", "部分", number, "W-2026-000007", "李*"):
        assert said in page.text, said
    english = client.as_(desk).page("GET", f"/bills/{issued['id']}?lang=en", headers=PAGE).text
    assert "Still open" in english and "Plumber" in english


def test_the_list_filters_by_state(client, desk, bill, pay):
    paid, open_ = bill(), bill()
    pay("108.50", bill_ids=[paid["id"]])
    page = client.as_(desk).page("GET", "/bills?state=paid", headers=PAGE).text
    assert paid["number"] in page and open_["number"] not in page
    assert "No bill fits." in client.as_(desk).page("GET", "/bills?state=draft&lang=en", headers=PAGE).text


def test_a_foreign_bill_is_not_shown(client, stranger, bill):
    assert client.as_(stranger).page("GET", f"/bills/{bill()['id']}", headers=PAGE).status_code == 404


def test_every_text_of_billing_has_its_chinese():
    assert words.missing(Path(services.billing.__file__).parent) == []
