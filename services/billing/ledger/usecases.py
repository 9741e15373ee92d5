"""Writing into the journal: the only thing that can be done with it (RB-5)."""

from uuid import UUID

from shared.ids import new_id

from .models import Entry, EntryKind, Posting
from .rules import Side, weigh


def post_entry(
    work, kind: EntryKind, *, site_id: UUID, about_id: UUID, sides: list[Side], cause_id: UUID | None = None, note=None
) -> Entry:
    """Raises ValueError when the sides do not balance: a fault of ours that must not be committed."""
    entry = Entry(
        id=new_id(),
        site_id=site_id,
        kind=kind,
        about_id=about_id,
        cause_id=cause_id or about_id,
        at=work.now,
        by_name=work.principal.name[:100],
        note=note,
    )
    for position, side in enumerate(weigh(sides), start=1):
        entry.postings.append(Posting(site_id=site_id, position=position, **vars(side)))
    work.session.add(entry)
    return entry
