"""Entries join their chain at the end of the transaction that did what they tell: no gap, no fork, no rewriting."""

from itertools import groupby
from uuid import UUID

from sqlalchemy import insert, update

from shared.storage.statements import insert_into

from .entry import BEGINNING, seal


def write(work) -> None:
    """Append what this work did. Last of all, so that the end of a chain is locked for a moment only.

    Chains are taken in one order by everybody: two who write to the same two chains do not wait for each other.
    """
    entries, work.audited = sorted(work.audited, key=_chain_of), []
    for (operator_id, site_id), of_chain in groupby(entries, key=_chain_of):
        _append(work, operator_id, site_id, list(of_chain))


def _chain_of(entry: dict) -> tuple[UUID, UUID]:
    return entry["operator_id"], entry["site_id"]


def _append(work, operator_id: UUID, site_id: UUID, entries: list[dict]) -> None:
    heads = work.store.table("audit_heads")
    sequence, previous = _take_head(work.session, heads, operator_id, site_id)
    for entry in entries:
        sequence += 1
        entry["sequence"] = sequence
        previous = entry["hash"] = seal(entry, previous)
    work.session.execute(insert(work.store.table("audit_entries")), entries)
    head = update(heads).where(heads.c.operator_id == operator_id, heads.c.site_id == site_id)
    work.session.execute(head.values(sequence=sequence, hash=previous))


def _take_head(session, heads, operator_id: UUID, site_id: UUID) -> tuple[int, str]:
    """Where the chain ends. The row stays locked until the commit: whoever comes next waits and goes on from there."""
    first = insert_into(session, heads).values(operator_id=operator_id, site_id=site_id, sequence=0, hash=BEGINNING)
    taken = first.on_conflict_do_update(
        index_elements=["operator_id", "site_id"], set_={"sequence": heads.c.sequence}
    ).returning(heads.c.sequence, heads.c.hash)
    sequence, previous = session.execute(taken).one()
    return sequence, previous
