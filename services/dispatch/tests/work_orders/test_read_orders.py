"""Orders are found by ticket, person, state and site, page by page; callers are masked for who need not know (RF-6)."""

from uuid import uuid4


def test_orders_are_filtered_and_paged_the_newest_first(opened, act, client, desk, technician, plumber, ticket):
    facts = ticket()
    first = opened(**facts)
    others = [opened() for _ in range(2)]
    act(technician, first, "accept")
    me = client.as_(desk)

    def found(query):
        return [order["id"] for order in me.get(f"/work-orders?{query}").json["items"]]

    assert found(f"ticket_id={facts['ticket_id']}") == [first]
    assert found("state=accepted") == [first]
    assert sorted(found("state=assigned")) == sorted(others)
    assert found(f"site_id={uuid4()}") == []
    assert len(found(f"technician={plumber}")) == 3
    act(technician, others[0], "return", reason="缺工具")
    assert found("technician=me") == []
    assert len(client.as_(technician).get("/work-orders?technician=me").json["items"]) == 2
    page = me.get("/work-orders?limit=2")
    rest = me.get(f"/work-orders?limit=2&after={page.json['next']}").json
    assert [order["id"] for order in page.json["items"] + rest["items"]] == [*reversed(others), first]
    assert (rest["next"], 'rel="next"' in page.headers["Link"]) == (None, True)


def test_a_filter_that_means_nothing_is_refused_by_name(client, desk):
    for query, field in (("state=asleep", "state"), ("technician=somebody", "technician"), ("colour=red", "colour")):
        answer = client.as_(desk).get(f"/work-orders?{query}")
        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_the_desk_and_the_assigned_technician_see_the_caller_and_others_a_mask(
    opened, client, desk, technician, colleague, head_office, cashier
):
    order_id = opened()

    def phone(who):
        return client.as_(who).get(f"/work-orders/{order_id}").json["caller"]["phone"]

    assert {phone(desk), phone(technician)} == {"+8613812345521"}
    assert {phone(colleague), phone(head_office), phone(cashier)} == {"138****5521"}


def test_one_order_says_what_the_reader_may_do(opened, client, technician, colleague, cashier):
    order_id = opened()

    def allowed(who):
        return client.as_(who).get(f"/work-orders/{order_id}").json["allowed"]

    assert allowed(technician) == ["accept", "transfer", "suspend", "return", "escalate"]
    assert (allowed(colleague), allowed(cashier)) == ([], [])
    assert client.get(f"/work-orders/{order_id}").status_code == 401
    assert client.as_(technician).get(f"/work-orders/{uuid4()}").status_code == 404


def test_reconciliation_lists_every_order_with_its_facts(completed, client, supervisor, technician, ticket, site):
    facts = ticket()
    order_id = completed(**facts)
    (fact,) = client.as_(supervisor).get("/reconciliation").json["items"]
    assert fact == {
        "work_order_id": order_id,
        "number": "W-2026-000001",
        "ticket_id": str(facts["ticket_id"]),
        "site_id": fact["site_id"],
        "state": "completed",
        "kind": "first",
        "rework_of": None,
        "amount": "0.00",
        "paid_service": False,
    }
    assert client.as_(supervisor).get(f"/reconciliation?site_id={uuid4()}").json["items"] == []
    assert client.as_(technician).get("/reconciliation").status_code == 403
