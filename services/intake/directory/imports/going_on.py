"""An import on its way: the next hundred rows, with how far it is, in one transaction; again until none is left."""

from datetime import UTC, datetime

from .book import Row, read_book, units_in
from .carrying_out import carry_out
from .holding import HELD, held, system_of
from .looking_through import by_sheet, content_of, is_over, note_refused, rows_in
from .models import DirectoryImport, ImportState
from .planning import plan_row
from .shelf import Shelf

AT_ONCE = 100


def go_on(store, import_id) -> bool:
    """To the end, from wherever it is. False when another clock is at it."""
    with held(store, import_id, ImportState.IMPORTING) as handed:
        if handed is None:
            return is_over(store, import_id, ImportState.IMPORTING)
        rows, done = rows_in(read_book(content_of(store, import_id), handed.file_name)), handed.done
        bad = bad_rows(store, import_id)
        while done < len(rows):
            done = bring_in(store, import_id, handed.acting, rows[done : done + AT_ONCE], bad)
        with store.work(system_of(handed.acting)) as work:
            finish(work, import_id)
        return True


def bad_rows(store, import_id) -> set[tuple[str, int]]:
    with store.reading(None) as session:
        return {(one["sheet"], one["row"]) for one in session.get(DirectoryImport, import_id).refused}


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
        handed.held_until = datetime.now(UTC) + HELD
        return handed.done


def finish(work, import_id) -> None:
    handed = work.session.get(DirectoryImport, import_id)
    handed.move("finish", work.principal)
    came = {**handed.counts, "rows": handed.total, "refused": handed.refused_count}
    work.audit("directory.imported", about=handed, after=came, who=handed.acting)
    handed.content, handed.ended_at = None, work.now
