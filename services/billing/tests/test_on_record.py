"""What is decided about money stands on the audit trail, with who and why, and the payer masked."""

import json

from services.billing.tests.tariffs.test_import_price_list import CALL


def test_payments_and_what_undoes_them_are_on_record(client, cashier, supervisor, bill, pay, on_record):
    first, second = bill(amount="108.50"), bill(amount="60.00")
    paid = pay("108.50", bill_ids=[first["id"]]).json
    client.as_(cashier).post(
        f"/payments/{paid['id']}/reverse", json={"reason": "card refused"}, version=paid["version"]
    )
    door = f"/bills/{second['id']}"
    disputed = client.as_(cashier).post(f"{door}/dispute", json={"reason": "too much"}, version=second["version"]).json
    upheld = client.as_(supervisor).post(f"{door}/uphold", json={"reason": "right"}, version=disputed["version"]).json
    client.as_(supervisor).post(f"{door}/reverse", json={"reason": "goodwill"}, version=upheld["version"])
    received, reversed_, *about_bill = on_record()
    assert (received.action, received.subject, received.about_id) == ("payment.received", "person:cashier", paid["id"])
    said = json.loads(received.after)
    assert said["amount"] == "108.50" and said["receipt_number"] == paid["receipt_number"] and "*" in said["payer"]
    assert (reversed_.action, reversed_.because) == ("payment.reversed", "card refused")
    assert json.loads(reversed_.before)["state"] == "allocated" and json.loads(reversed_.after)["state"] == "reversed"
    assert [(entry.action, entry.because) for entry in about_bill] == [
        ("bill.disputed", "too much"), ("bill.upheld", "right"), ("bill.reversed", "goodwill")
    ]  # fmt: skip


def test_what_a_handler_does_follows_from_its_event_and_is_not_on_record(bill, on_record):
    bill()
    assert on_record() == []


def test_a_payment_that_was_refused_is_not_on_record(bill, pay, on_record):
    issued = bill(amount="60.00")
    assert pay("70.00", bill_ids=[issued["id"]], unit_id="01900000-0000-7000-8000-00000000dead").status_code == 422
    assert on_record() == []


def test_a_new_price_list_is_on_record_once(client, head_office, on_record):
    for _ in range(2):
        client.as_(head_office).post("/price-list/imports", json={"items": [CALL]})
    (published,) = on_record()
    assert published.action == "price_list.published" and published.site_id.int == 0
    assert json.loads(published.after) == {"CALL from 2026-01-01": "20.00", "edition": 1}
