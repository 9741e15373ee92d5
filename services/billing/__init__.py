"""Billing: what work costs, what was paid for it, and a ledger that proves both."""
