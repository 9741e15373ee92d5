"""An import looked through: every row, keeping no writer waiting; what is not right is kept as it was given."""

from collections import Counter
from datetime import UTC, datetime
from types import SimpleNamespace

from sqlalchemy import select

from shared.errors import DomainError

from .book import Book, Row, read_book, units_in
from .cells import plain
from .holding import HELD, held, system_of
from .models import DirectoryImport, ImportState
from .planning import plan_row
from .shapes import SHEETS
from .shelf import Line, Shelf

LOOKED_AT_ONCE = 1000
MOST_REFUSED = 5000  # are noted with what was given; who has more has one fault in all of them, and starts again


def check(store, import_id, now: datetime) -> bool:
    """Look at every row, without keeping any writer waiting; what is wrong is written down beside what was given.

    False when another clock is at it.
    """
    with held(store, import_id, ImportState.RECEIVED) as handed:
        if handed is None:
            return is_over(store, import_id, ImportState.RECEIVED)
        acting = handed.acting
        try:
            rows = rows_in(read_book(content_of(store, import_id), handed.file_name))
            with store.reading(acting) as session:
                lines = looked_at(store, session, acting, import_id, rows, now)
        except DomainError as error:
            said = " ".join(text for several in (error.errors or {}).values() for text in several)
            give_up(store, import_id, acting, now, f"{error.detail} {said}".strip())
            return True
        with store.work(system_of(acting), now=now) as work:
            note_checked(work, import_id, rows, lines)
        return True


def is_over(store, import_id, state: ImportState) -> bool:
    with store.reading(None) as session:
        handed = session.get(DirectoryImport, import_id)
        return handed is None or handed.state != state


def content_of(store, import_id) -> bytes:
    with store.reading(None) as session:
        return session.scalar(select(DirectoryImport.content).where(DirectoryImport.id == import_id))


def note_checked(work, import_id, rows: list[Row], lines: list[Line]) -> None:
    handed = work.session.get(DirectoryImport, import_id)
    note_refused(handed, rows, lines)
    handed.total = handed.looked_at = len(rows)
    handed.counts = counted(lines)
    handed.move("check", work.principal)


def rows_in(book: Book) -> list[Row]:
    """All rows, sheet by sheet in the order in which they need one another."""
    return [row for sheet in SHEETS for row in book.get(sheet, ())]


def looked_at(store, session, acting, import_id, rows: list[Row], now) -> list[Line]:
    shelf = Shelf(SimpleNamespace(session=session, principal=acting, now=now), units_in(by_sheet(rows)))
    lines: list[Line] = []
    with session.no_autoflush:
        for number, row in enumerate(rows, start=1):
            lines.append(plan_row(shelf, row))
            if number % LOOKED_AT_ONCE == 0:
                until = datetime.now(UTC) + HELD
                tell(store, acting, import_id, total=len(rows), looked_at=number, held_until=until)
    return lines


def tell(store, acting, import_id, **facts) -> None:
    with store.work(system_of(acting)) as work:
        handed = work.session.get(DirectoryImport, import_id)
        for name, value in facts.items():
            setattr(handed, name, value)


def give_up(store, import_id, acting, now, problem: str) -> None:
    with store.work(system_of(acting), now=now) as work:
        handed = work.session.get(DirectoryImport, import_id)
        handed.move("give_up", work.principal, problem=problem)
        handed.problem, handed.content, handed.ended_at = problem[:500], None, now


def by_sheet(rows: list[Row]) -> Book:
    book: Book = {}
    for row in rows:
        book.setdefault(row.sheet, []).append(row)
    return book


def counted(lines: list[Line]) -> dict:
    """{"units": {"created": 3, "refused": 1}}"""
    counts: dict[str, Counter] = {}
    for line in lines:
        counts.setdefault(line.sheet, Counter())[line.status] += 1
    return {sheet: dict(count) for sheet, count in counts.items()}


def note_refused(handed: DirectoryImport, rows: list[Row], lines: list[Line]) -> None:
    refused = [(row, line) for row, line in zip(rows, lines, strict=True) if line.status == "refused"]
    handed.refused_count = handed.refused_count + len(refused)
    kept = [given(row, line) for row, line in refused[: MOST_REFUSED - len(handed.refused)]]
    handed.refused = [*handed.refused, *kept]


def given(row: Row, line: Line) -> dict:
    values = {name: value if isinstance(value, list | dict) else plain(value) for name, value in row.values.items()}
    return {"sheet": row.sheet, "row": row.number, "errors": line.errors, "values": values}
