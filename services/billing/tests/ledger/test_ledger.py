"""The books: every amount ends here, in balance, and nothing in them can be altered (RB-5)."""

from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import exc, text

from services.billing.ledger.models import Account, EntryKind
from services.billing.ledger.rules import credit, debit
from services.billing.ledger.usecases import post_entry
from shared.principal import Principal
from shared.testing.people import OPERATOR, SITE


def entries(client, who, **asked) -> list[dict]:
    return client.as_(who).get("/ledger/entries", query_string=asked).json["items"]


def test_entries_are_found_by_what_they_are_about(client, cashier, bill, pay):
    mine, other = bill(amount="108.50"), bill(amount="60.00")
    paid = pay("108.50", bill_ids=[mine["id"]]).json
    pay("60.00", bill_ids=[other["id"]])
    assert [e["kind"] for e in entries(client, cashier, about=mine["id"])] == ["payment_received", "bill_issued"]
    (received,) = entries(client, cashier, about=paid["id"])
    assert [(p["account"], p["debit"], p["credit"]) for p in received["postings"]] == [
        ("cash", "108.50", "0.00"),
        ("receivable", "0.00", "108.50"),
    ]
    assert len(entries(client, cashier, account="revenue_labour")) == 2
    assert len(entries(client, cashier, kind="payment_received", limit=1)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_entries SET note = 'forged'",
        "DELETE FROM journal_entries",
        "UPDATE journal_postings SET debit = 1",
        "DELETE FROM journal_postings",
    ],
)
def test_the_database_itself_refuses_to_alter_the_journal(store, bill, pay, change):
    pay("1.00", bill_ids=[bill()["id"]])
    with pytest.raises(exc.IntegrityError, match="never altered"), store.work(None) as work:
        work.session.execute(text(change))


def test_postgresql_refuses_to_empty_the_journal_and_entries_out_of_balance(store, bill):
    if store.sqlite:
        return  # SQLite knows neither TRUNCATE nor checks at commit; the ledger's own check stands there alone
    bill()
    with pytest.raises(exc.IntegrityError, match="never altered"), store.work(None) as work:
        work.session.execute(text("TRUNCATE journal_postings"))
    with pytest.raises(exc.IntegrityError, match="not in balance"), store.work(None) as work:
        work.session.execute(
            text(
                "INSERT INTO journal_postings (id, entry_id, position, account, debit, credit, operator_id, site_id) "
                "SELECT gen_random_uuid(), id, 9, 'cash', 100, 0, operator_id, site_id FROM journal_entries"
            )
        )


@pytest.mark.parametrize("sides", [("1.00", "0.99"), ("0.00", "0.00"), ("-1.00", "-1.00")])
def test_an_entry_that_does_not_balance_is_not_written(store, sides):
    debits, credits_ = map(Decimal, sides)
    both = [debit(Account.CASH, debits), credit(Account.RECEIVABLE, credits_)]
    with pytest.raises(ValueError), store.work(Principal.system(OPERATOR, SITE)) as work:
        post_entry(work, EntryKind.PAYMENT_RECEIVED, site_id=SITE, about_id=uuid4(), sides=both)


def test_the_same_fact_is_never_entered_twice(store):
    about = uuid4()
    both = [debit(Account.CASH, Decimal("1.00")), credit(Account.RECEIVABLE, Decimal("1.00"))]
    with pytest.raises(exc.IntegrityError), store.work(Principal.system(OPERATOR, SITE)) as work:
        for _ in range(2):
            post_entry(work, EntryKind.PAYMENT_RECEIVED, site_id=SITE, about_id=about, sides=both)


def test_the_trial_balance_is_per_site_and_overall(client, cashier, head_office, stranger, bill, pay):
    pay("8.50", bill_ids=[bill(amount="108.50")["id"]])
    books = client.as_(head_office).get("/ledger/trial-balance").json
    assert [site["site_id"] for site in books["sites"]] == [str(SITE)]
    assert (books["difference"], books["overall"]["debit"], books["overall"]["credit"]) == ("0.00", "117.00", "117.00")
    receivable = books["overall"]["accounts"][0]
    assert receivable == {"account": "receivable", "debit": "108.50", "credit": "8.50", "balance": "100.00"}
    assert client.as_(stranger).get("/ledger/trial-balance").json["sites"] == []
    assert entries(client, stranger) == []


def test_nobody_writes_into_the_books_by_http(client, cashier):
    assert client.as_(cashier).post("/ledger/entries", json={}).status_code == 405
