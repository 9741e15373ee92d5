"""A list as .xlsx, written row by row to the disk: text stays text, whatever it begins with."""

import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import IO

import xlsxwriter

from shared.errors import BadInput

from .sheet import Sheet, is_risky

MOST_ROWS = 200_000  # what opens without complaint on an office computer


def write(sheet: Sheet, things: Iterable, *, most: int = MOST_ROWS) -> IO[bytes]:
    """An open file that is gone when it is closed. Raises BadInput when there are more than `most`."""
    return write_tabs([(sheet, things)], most=most)


def write_tabs(tabs: Iterable[tuple[Sheet, Iterable]], *, most: int = MOST_ROWS) -> IO[bytes]:
    """The same with several sheets in one file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by who sends it
    try:
        with xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}) as book:
            for sheet, things in tabs:
                fill(book, sheet, things, most)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def fill(book, sheet: Sheet, things: Iterable, most: int) -> None:
    tab = book.add_worksheet(sheet.name[:31])
    bold, day, marked = (book.add_format(how) for how in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {}))
    marked.set_quote_prefix()
    for place, column in enumerate(sheet.columns):
        tab.set_column(place, place, column.width)
    tab.freeze_panes(1, 0)
    for place, head in enumerate(sheet.heads()):
        tab.write_string(0, place, head, bold)
    for row, thing in enumerate(things, start=1):
        if row > most:
            raise too_many(most)
        for place, cell in enumerate(sheet.cells(thing)):
            put(tab, row, place, cell, day, marked)


def put(tab, row: int, place: int, cell, day, marked) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        tab.write_datetime(row, place, cell.replace(tzinfo=None))
    elif isinstance(cell, date):
        tab.write_datetime(row, place, cell, day)
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        tab.write_number(row, place, cell)
    else:
        said = str(cell)[:32_767]
        tab.write_string(row, place, said, marked if is_risky(said) else None)


def too_many(most: int) -> BadInput:
    said = [f"At most {most:,} rows fit into an .xlsx here: narrow the filters, or take format=csv."]
    return BadInput("These are too many rows for one .xlsx.", errors={"format": said})
