"""A receipt on A4 for people, in both languages (RB-6, RO-4)."""

import pytest
from sqlalchemy import exc, text

PAGE = {"Accept": "text/html"}


@pytest.fixture
def paper(client, cashier):
    def show(number: str, language: str = "zh", by=cashier):
        return client.as_(by).page("GET", f"/receipts/{number}?lang={language}", headers=PAGE)

    return show


def test_it_says_who_paid_what_in_figures_and_capitals(site_known, unit, bill, pay, paper):
    paid = pay("123.45", bill_ids=[bill(amount="123.45", unit_id=unit)["id"]], payer="李敏").json
    page = paper(paid["receipt_number"])
    assert page.status_code == 200
    for words in (
        "翠湖花园",
        "Green Lake Gardens",
        "李敏",
        "1栋1单元101室",
        "¥123.45",
        "壹佰贰拾叁元肆角伍分",
        "水龙头",
        "交款人签字",
        "现金",
    ):
        assert words in page.text
    english = paper(paid["receipt_number"], "en").text
    for words in ("Received from", "Tap", "Payer's signature", "Cash", "壹佰贰拾叁元肆角伍分"):
        assert words in english.replace("&#39;", "'")


def test_a_prepayment_and_a_reversal_stand_on_the_paper(client, cashier, unit, pay, paper):
    paid = pay("50.00", unit_id=unit).json
    assert "预存款" in paper(paid["receipt_number"]).text
    client.as_(cashier).post(f"/payments/{paid['id']}/reverse", json={"reason": "点错了"}, version=paid["version"])
    assert "作废" in paper(paid["receipt_number"]).text and "点错了" in paper(paid["receipt_number"]).text


def test_what_a_payer_calls_himself_is_only_text(bill, pay, paper):
    paid = pay("1.00", bill_ids=[bill()["id"]], payer="<script>alert(1)</script>").json
    assert "<script>alert(1)" not in paper(paid["receipt_number"]).text


def test_others_do_not_see_it(bill, pay, paper, technician, stranger):
    paid = pay("1.00", bill_ids=[bill()["id"]]).json
    assert paper(paid["receipt_number"], by=technician).status_code == 403
    assert paper(paid["receipt_number"], by=stranger).status_code == 404


def test_the_paper_of_a_year_ago_is_still_the_same(store, bill, pay):
    """RB-5: what stands on a receipt is frozen in the database."""
    pay("1.00", bill_ids=[bill()["id"]])
    for change in ("UPDATE payments SET amount = 2", "DELETE FROM payments", "UPDATE allocations SET amount = 2"):
        with pytest.raises(exc.IntegrityError, match="never altered"), store.work(None) as work:
            work.session.execute(text(change))
