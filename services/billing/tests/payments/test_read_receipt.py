"""A receipt is found by its number, in figures and in capital characters (RB-6)."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from services.billing.payments.models import Payment
from shared.capitals import in_capitals
from shared.testing.people import NEIGHBOUR


def test_a_receipt_explains_what_was_paid(client, cashier, site_known, unit, bill, pay):
    paid = pay("108.50", bill_ids=[bill(amount="108.50", unit_id=unit)["id"]]).json
    receipt = client.as_(cashier).get(f"/receipts/{paid['receipt_number']}").json
    assert (receipt["valid"], receipt["amount_in_capitals"]) == (True, "壹佰零捌元伍角")
    assert (receipt["site"]["name"]["zh"], receipt["unit"]["label"]) == ("翠湖花园", "1栋1单元101室")
    (part,) = receipt["allocations"]
    assert (part["bill"]["number"], [line["code"] for line in part["bill"]["lines"]]) == (
        "B-2026-000001",
        ["MAT-TAP", "LAB-PLUMB"],
    )


CAPITALS = {"123.45": "壹佰贰拾叁元肆角伍分", "100000.00": "壹拾万元整", "10001.00": "壹万零壹元整", "0.05": "伍分"}


@pytest.mark.parametrize(("amount", "capitals"), CAPITALS.items())
def test_amounts_are_written_as_on_chinese_paper(amount, capitals):
    assert in_capitals(Decimal(amount)) == capitals


def test_an_unknown_or_foreign_receipt_is_not_there(client, cashier, bill, pay):
    paid = pay("1.00", bill_ids=[bill()["id"]]).json
    assert client.as_(cashier).get("/receipts/R-2026-999999").status_code == 404
    assert client.as_(NEIGHBOUR).get(f"/receipts/{paid['receipt_number']}").status_code == 404


def test_a_number_that_was_skipped_is_reported(client, cashier, store, bill, pay, receipt):
    paid = pay("1.00", bill_ids=[bill()["id"]]).json
    with store.work(None) as work:
        forged = work.session.get(Payment, UUID(paid["id"]))
        values = {c.name: getattr(forged, c.name) for c in Payment.__table__.columns}
        values |= {"id": uuid4(), "receipt_number": receipt(4)}
        work.session.execute(Payment.__table__.insert().values(**values))
    missing = client.as_(cashier).get("/receipts/gaps").json["missing"]
    assert [gap["number"] for gap in missing] == [receipt(2), receipt(3)]
