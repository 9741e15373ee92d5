"""Doors for programs: the books can be read, and nothing else."""

from shared.web.current import reading
from shared.web.doors import Room
from shared.web.paging import keyset

from . import queries
from .models import Entry
from .schemas import BalanceQuery, EntryQuery, EntryView, TrialBalance

ledger = Room("ledger", __name__, description="The double-entry journal: append-only, in balance (RB-5).")
READERS = ("cashier", "manager", "supervisor", "head_office", "admin")


@ledger.get("/ledger/trial-balance", allow=READERS, query=BalanceQuery, answer=TrialBalance)
def read_trial_balance(asked):
    """The trial balance per site and overall."""
    with reading() as session:
        return queries.trial_balance(session, asked.get("site_id"))


@ledger.get("/ledger/entries", allow=READERS, query=EntryQuery, answer=EntryView, page=True)
def list_entries(asked):
    """Journal entries, newest first; `about` finds everything that touched a bill or a payment."""
    with reading() as session:
        return keyset(session, queries.entries(asked), (Entry.at, Entry.id), asked)
