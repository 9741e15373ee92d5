"""What must be true of the books at any moment, asked at the doors and compared with a purse (P4, RB-5)."""

from decimal import Decimal

from shared.testing.people import SITE
from tests.lifecycles.billing.till import fen
from tests.lifecycles.game import STAFF


def check_purse(stage, purse) -> None:
    """Every bill and payment of the unit stands as the purse says."""
    cashier = stage.client.as_(STAFF["cashier"])
    listed = {path: all_of(cashier, path, purse.unit) for path in ("/bills", "/payments")}
    bills = {bill["id"]: (bill["state"], fen(bill["paid"]), bill["version"]) for bill in listed["/bills"]}
    assert bills == (kept := {bill.id: (bill.state, bill.paid, bill.version) for bill in purse.bills}), set(
        bills.items()
    ) ^ set(kept.items())
    payments = {one["id"]: (one["state"], fen(one["prepaid"])) for one in listed["/payments"]}
    assert payments == {one.id: (one.state, one.prepaid) for one in purse.payments}
    account = cashier.get(f"/units/{purse.unit}/account?site_id={SITE}").json
    assert (fen(account["owed"]), fen(account["prepaid"])) == (purse.owed(), purse.prepaid())


def all_of(client, path: str, unit: str) -> list[dict]:
    found, after = [], None
    while True:
        asked = {"unit_id": unit, "limit": 200} | ({"after": after} if after else {})
        page = client.get(path, query_string=asked).json
        found, after = found + page["items"], page["next"]
        if after is None:
            return found


def check_books(stage, purses) -> None:
    """The trial balance is 0, the till holds the receipts that stand, and receipts = applied + prepaid."""
    books = {account: Decimal(amount) * 100 for account, amount in stage.balance().items()}
    receipts = sum(purse.receipts() for purse in purses)
    applied = sum(sum(one.parts.values()) for purse in purses for one in purse.payments)
    prepaid = sum(purse.prepaid() for purse in purses)
    assert receipts == applied + prepaid == books.get("cash", 0)
    assert -books.get("prepayments", 0) == prepaid
    standing = [bill for purse in purses for bill in purse.bills if bill.state != "reversed"]
    assert books.get("receivable", 0) == sum(bill.amount - bill.paid for bill in standing)
    assert stage.client.as_(STAFF["cashier"]).get("/receipts/gaps").json == {"missing": []}
