"""Billing's facts, to be compared with those of the other services over public doors."""


def test_each_bill_says_its_order_its_ticket_and_its_receipts(client, supervisor, cashier, bill, pay):
    paid, undone, open_ = bill(amount="108.50"), bill(amount="60.00"), bill(amount="70.00")
    receipt = pay("108.50", bill_ids=[paid["id"]]).json["receipt_number"]
    payment = pay("60.00", bill_ids=[undone["id"]]).json
    door = f"/payments/{payment['id']}/reverse"
    client.as_(cashier).post(door, json={"reason": "typo"}, version=payment["version"])
    facts = {f["bill_id"]: f for f in client.as_(supervisor).get("/reconciliation").json["items"]}
    assert facts[paid["id"]] == {
        "bill_id": paid["id"],
        "number": paid["number"],
        "work_order_id": paid["work_order_id"],
        "ticket_id": paid["ticket_id"],
        "state": "paid",
        "amount": "108.50",
        "paid": "108.50",
        "receipt_numbers": [receipt],
    }
    assert [(facts[b["id"]]["state"], facts[b["id"]]["receipt_numbers"]) for b in (undone, open_)] == [
        ("issued", [])
    ] * 2


def test_it_is_read_page_by_page_in_the_order_of_ids(client, supervisor, bill):
    issued = sorted(bill()["id"] for _ in range(3))
    first = client.as_(supervisor).get("/reconciliation?limit=2").json
    rest = client.as_(supervisor).get("/reconciliation", query_string={"limit": 2, "after": first["next"]}).json
    assert [item["bill_id"] for item in first["items"] + rest["items"]] == issued and rest["next"] is None


def test_strangers_and_desks_compare_nothing(client, desk, stranger, bill):
    bill()
    assert client.as_(desk).get("/reconciliation").status_code == 403
    assert client.as_(stranger).get("/reconciliation").json["items"] == []
