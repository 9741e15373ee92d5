"""Bills are found by ticket, order, unit, state and number, page by page (RD-13)."""


def test_pages_show_every_bill_once(client, cashier, bill):
    issued = {bill()["id"] for _ in range(5)}
    seen, after = [], None
    while True:
        page = client.as_(cashier).get("/bills", query_string={"limit": 2} | ({"after": after} if after else {})).json
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == 5 and set(seen) == issued


def test_filters_find_what_they_say(bill, read_bills, pay, unit):
    mine, other = bill(unit_id=unit), bill()
    pay("108.50", bill_ids=[other["id"]])
    assert [b["id"] for b in read_bills(unit_id=unit)] == [mine["id"]]
    assert [b["id"] for b in read_bills(state="paid")] == [other["id"]]
    assert [b["id"] for b in read_bills(number=mine["number"])] == [mine["id"]]


def test_an_unknown_filter_or_state_is_named(client, cashier):
    answer = client.as_(cashier).get("/bills?state=lost&colour=red")
    assert answer.status_code == 422 and {"state", "colour"} <= {key.split(".")[-1] for key in answer.json["errors"]}


def test_a_technician_reads_no_bills(client, technician):
    assert client.as_(technician).get("/bills").status_code == 403
