"""Reconciliation: the facts per ticket that a comparison of all services needs."""
