"""Reading the books: the trial balance, and the entries about one thing (RB-5)."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import func, or_, select

from .models import Account, Entry, Posting

NOTHING = Decimal("0.00")


def trial_balance(session, site_id=None) -> dict:
    """Debits, credits and balance per account, per site and overall; every `difference` must be 0."""
    chosen = select(Posting.site_id, Posting.account, func.sum(Posting.debit), func.sum(Posting.credit))
    if site_id:
        chosen = chosen.where(Posting.site_id == site_id)
    rows = session.execute(chosen.group_by(Posting.site_id, Posting.account)).all()
    by_site: dict = defaultdict(dict)
    overall: dict = defaultdict(lambda: (NOTHING, NOTHING))
    for site, account, debits, credits_ in rows:
        by_site[site][account] = (debits, credits_)
        before = overall[account]
        overall[account] = (before[0] + debits, before[1] + credits_)
    sites = [{"site_id": site, **_sheet(accounts)} for site, accounts in sorted(by_site.items())]
    whole = _sheet(overall)
    return {"sites": sites, "overall": whole, "difference": whole["difference"]}


def _sheet(accounts: dict) -> dict:
    lines = [
        {"account": account, "debit": accounts[account][0], "credit": accounts[account][1]}
        for account in Account
        if account in accounts
    ]
    for line in lines:
        line["balance"] = line["debit"] - line["credit"]
    debits, credits_ = (sum((line[side] for line in lines), NOTHING) for side in ("debit", "credit"))
    return {"accounts": lines, "debit": debits, "credit": credits_, "difference": debits - credits_}


def entries(asked: dict):
    """The statement behind a page of entries: all, or those about a bill or a payment, or of one account."""
    chosen = select(Entry)
    about, account = asked.get("about"), asked.get("account")
    if about:
        touching = select(Posting.entry_id).where(or_(Posting.bill_id == about, Posting.payment_id == about))
        chosen = chosen.where(or_(Entry.about_id == about, Entry.id.in_(touching)))
    if account:
        chosen = chosen.where(Entry.id.in_(select(Posting.entry_id).where(Posting.account == account)))
    for name in ("site_id", "kind"):
        if asked.get(name):
            chosen = chosen.where(getattr(Entry, name) == asked[name])
    return chosen
