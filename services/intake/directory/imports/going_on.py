"""An import on its way: the next hundred rows, with how far it is, in one transaction; again until none is left."""

from datetime import UTC, datetime

from sqlalchemy.orm import undefer

from .background import (
    AT_ONCE,
    by_sheet,
    note_refused,
    rows_in,
    system_of,
)
from .book import Row, read_book, units_in
from .carrying_out import carry_out
from .models import DirectoryImport, ImportState
from .planning import plan_row
from .shelf import Shelf


def go_on(store, import_id) -> None:
    """To the end, from wherever it is."""
    with store.reading(None) as session:
        handed = session.get(DirectoryImport, import_id, options=[undefer(DirectoryImport.content)])
        if handed is None or handed.state != ImportState.IMPORTING:
            return
        acting, bad = handed.acting, {(one["sheet"], one["row"]) for one in handed.refused}
        rows, done = rows_in(read_book(handed.content, handed.file_name)), handed.done
    while done < len(rows):
        done = bring_in(store, import_id, acting, rows[done : done + AT_ONCE], bad)
    with store.work(system_of(acting)) as work:
        handed = work.session.get(DirectoryImport, import_id)
        handed.move("finish", work.principal)
        came = {**handed.counts, "rows": handed.total, "refused": handed.refused_count}
        work.audit("directory.imported", about=handed, after=came, who=acting)
        handed.content, handed.ended_at = None, datetime.now(UTC)


def bring_in(store, import_id, acting, some: list[Row], bad: set) -> int:
    """What was right when it was looked through may not be any more: then it is noted as refused."""
    good = [row for row in some if (row.sheet, row.number) not in bad]
    with store.work(acting) as work:
        handed = work.session.get(DirectoryImport, import_id)
        shelf = Shelf(work, units_in(by_sheet(good)))
        with work.session.no_autoflush:
            lines = [plan_row(shelf, row) for row in good]
        carry_out(shelf)
        note_refused(handed, good, lines)
        handed.done += len(some)
        return handed.done
