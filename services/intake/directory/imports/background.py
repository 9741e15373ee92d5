"""Imports of thousands of rows: handed in, looked through, carried out some hundred rows at a time by the clock.

Nobody waits at a door for it, and no other writer waits longer than for one handful of rows. Killed on the way, it goes
on where it was: how far it is stands in the same transaction as the rows.
"""

from sqlalchemy import select

from shared.errors import BadInput, found

from .models import DirectoryImport, ImportState
from .planning import OVER_ALL_SITES

CHECK, CARRY_OUT = "check_import", "carry_out_import"


def hand_in(work, content: bytes, file_name: str) -> DirectoryImport:
    """Keep the file; the clock looks through it at once. Nothing of it is imported yet."""
    who = work.principal
    handed = DirectoryImport(
        file_name=file_name[-200:] or "register.xlsx",
        content=content,
        handed_in_by=who.subject[:100],
        handed_in_by_name=who.name[:100],
        claims=who.claims(),
        counts={},
        refused=[],
    )
    work.session.add(handed)
    work.session.flush()
    work.timers.set(CHECK, handed.id, work.now)
    return handed


def imports_of(principal):
    """One's own, newest first; who acts for the whole operator sees all (RF-6)."""
    chosen = select(DirectoryImport)
    if principal.may(None, *OVER_ALL_SITES):
        return chosen
    return chosen.where(DirectoryImport.handed_in_by == principal.subject)


def find_import(session, principal, import_id) -> DirectoryImport:
    return found(session.scalar(imports_of(principal).where(DirectoryImport.id == import_id)), "import")


def ask_to_carry_out(work, handed: DirectoryImport, *, partial: bool) -> DirectoryImport:
    """Bring in the rows, or with `partial` the good ones.

    Raises BadInput when not all are good and that was not said, or when more are bad than were noted.
    """
    handed.move("carry_out", work.principal)
    if handed.refused_count and not partial:
        said = f"{handed.refused_count} rows are not right: correct them and hand the file in again, or say partial."
        raise BadInput(said, errors={"partial": ["true is expected, to bring in the good rows alone."]})
    if handed.refused_count > len(handed.refused):  # a bad row that was not noted would not be left out
        said = f"{handed.refused_count} rows are not right, too many to leave out: correct them and hand it in again."
        raise BadInput(said)
    handed.partial, handed.claims = partial, work.principal.claims()
    work.timers.set(CARRY_OUT, handed.id, work.now)
    work.session.flush()
    return handed


def discard(work, handed: DirectoryImport) -> DirectoryImport:
    handed.move("discard", work.principal)
    handed.content, handed.ended_at = None, work.now
    work.session.flush()
    return handed


def forget(work, import_id) -> None:
    """What is left of an old file goes; that there was one, and what came of it, stays."""
    handed = work.session.get(DirectoryImport, import_id)
    if handed.state == ImportState.CHECKED:
        discard(work, handed)
    handed.content, handed.refused, handed.forgotten = None, [], True
