"""Is the trail as it was written? Every entry is hashed again: a changed byte, a gap, a swap, a cut tail are found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from .entry import BEGINNING, seal

AT_ONCE = 500


@dataclass(frozen=True)
class Fault:
    operator_id: UUID
    site_id: UUID
    sequence: int
    said: str


@dataclass
class Verdict:
    """`heads` are the ends of the chains as they were found: keep them elsewhere, and ask for them later."""

    entries: int = 0
    faults: list[Fault] = field(default_factory=list)
    heads: dict[tuple[UUID, UUID], tuple[int, str]] = field(default_factory=dict)


def verify(
    store, *, operator_id: UUID | None = None, site_id: UUID | None = None, former: Iterable[str] = ()
) -> Verdict:
    """`former` are heads that were told earlier: whoever cut or rewrote a whole chain since is found by them."""
    verdict, wanted = Verdict(), set(former)
    with store.reading(None) as session:
        ends = _ends(session, store.table("audit_heads"), operator_id, site_id)
        rows = _rows(session, store.table("audit_entries"), operator_id, site_id)
        for row in rows:
            _walk(verdict, row)
            wanted.discard(row.hash)
    for chain in sorted(ends.keys() | verdict.heads.keys()):
        _compare_ends(verdict, chain, ends.get(chain))
    nowhere = UUID(int=0)
    verdict.faults += [
        Fault(nowhere, nowhere, 0, f"the former head {head} is in no chain") for head in sorted(wanted - {BEGINNING})
    ]
    return verdict


def _of(table, operator_id, site_id):
    asked = {"operator_id": operator_id, "site_id": site_id}
    return [table.c[name] == value for name, value in asked.items() if value is not None]


def _ends(session, heads, operator_id, site_id) -> dict:
    found = session.execute(select(heads).where(*_of(heads, operator_id, site_id)))
    return {(row.operator_id, row.site_id): (row.sequence, row.hash) for row in found}


def _rows(session, entries, operator_id, site_id) -> Iterator:
    order = (entries.c.operator_id, entries.c.site_id, entries.c.sequence)
    found = select(entries).where(*_of(entries, operator_id, site_id)).order_by(*order)
    return iter(session.execute(found.execution_options(yield_per=AT_ONCE)))


def _walk(verdict: Verdict, row) -> None:
    """The next entry of its chain. After a fault the walk goes on from what stands there, so that each is named."""
    chain = (row.operator_id, row.site_id)
    sequence, previous = verdict.heads.get(chain, (0, BEGINNING))
    verdict.entries += 1
    if row.sequence != sequence + 1:
        said = f"{sequence + 1} to {row.sequence - 1} are missing before it"
        verdict.faults.append(Fault(*chain, row.sequence, said))
    elif seal(row._mapping, previous) != row.hash:
        verdict.faults.append(Fault(*chain, row.sequence, "it was changed, or the one before it was"))
    verdict.heads[chain] = (row.sequence, row.hash)


def _compare_ends(verdict: Verdict, chain: tuple[UUID, UUID], kept: tuple[int, str] | None) -> None:
    found = verdict.heads.get(chain, (0, BEGINNING))
    if kept is None:
        verdict.faults.append(Fault(*chain, found[0], "nobody kept where its chain ends"))
    elif kept != found:
        verdict.faults.append(Fault(*chain, kept[0], f"the chain ends at {found[0]} instead"))
