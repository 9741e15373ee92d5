"""Shapes at the doors of the ledger."""

from shared.web import fields
from shared.web.schemas import Out, Query

from .models import Account, EntryKind


class BalanceQuery(Query):
    site_id = fields.Id()


class BalanceLine(Out):
    account = fields.Choice(Account)
    debit = fields.Money()
    credit = fields.Money()
    balance = fields.Money(signed=True, metadata={"description": "Debit less credit; below zero on the credit side."})


class Sheet(Out):
    accounts = fields.List(fields.Nested(BalanceLine))
    debit = fields.Money()
    credit = fields.Money()
    difference = fields.Money(signed=True)


class SiteSheet(Sheet):
    site_id = fields.Id()


class TrialBalance(Out):
    difference = fields.Money(signed=True, metadata={"description": "Debits less credits of everything: 0.00."})
    overall = fields.Nested(Sheet)
    sites = fields.List(fields.Nested(SiteSheet))


class EntryQuery(Query):
    about = fields.Id(metadata={"description": "A bill's or a payment's id."})
    account = fields.Choice(Account)
    kind = fields.Choice(EntryKind)
    site_id = fields.Id()


class PostingView(Out):
    account = fields.Choice(Account)
    debit = fields.Money()
    credit = fields.Money()
    bill_id = fields.Id(allow_none=True)
    payment_id = fields.Id(allow_none=True)
    unit_id = fields.Id(allow_none=True)


class EntryView(Out):
    id = fields.Id()
    site_id = fields.Id()
    kind = fields.Choice(EntryKind)
    about_id = fields.Id()
    at = fields.Instant()
    by_name = fields.String()
    note = fields.String(allow_none=True)
    postings = fields.List(fields.Nested(PostingView))
