"""An .xlsx as the lines of its sheets. It comes from outside: one that would unpack to far more than was sent, or that
names cells far away from all others, is refused before it is held; a broken one is refused and harms nobody."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import BadInput, DomainError

MIB = 1024 * 1024
MOST_BYTES = 64 * MIB  # unpacked: some ten times the fullest register
MOST_TIMES = 100  # larger than what was sent; spreadsheets of people shrink to a tenth or so
MOST_PARTS = 1000
MOST_MARKS = 5_000_000  # "<" in all parts together, which is what reading takes its time for
LAST_ROW = 200_000  # with all the empty ones between; so many are not taken anyway
MOST_COLUMNS = 200


@contextmanager
def open_sheets(content: bytes) -> Iterator[list[tuple[str, Iterator[tuple]]]]:
    """(title, lines) of every sheet; the lines are read as they are asked for.

    Raises BadInput for whatever is no spreadsheet, while it is opened or read.
    """
    from openpyxl import load_workbook  # takes its time to load, and only who brings a file in needs it

    try:
        check_size(content)
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield [(tab.title, lines_of(tab)) for tab in workbook.worksheets]
    except DomainError:
        raise
    except Exception:  # a broken file is told by whatever the reader happens to stumble over
        said = {"file": ["An .xlsx file is expected."]}
        raise BadInput("The file is not an .xlsx spreadsheet.", errors=said) from None


def check_size(content: bytes) -> None:
    """A part cannot be longer than it says: the unpacking stops there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or unpacked > MOST_TIMES * len(content) + MIB:
            raise too_large()
        if sum(marks_in(archive, part) for part in parts if part.filename.endswith(".xml")) > MOST_MARKS:
            raise too_large()


def marks_in(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with archive.open(part) as unpacked:
        return sum(piece.count(b"<") for piece in iter(lambda: unpacked.read(MIB), b""))


def lines_of(tab) -> Iterator[tuple]:
    """From the first on, those left out as empty ones; what the file says of its own size is not believed."""
    tab.reset_dimensions()
    for number, line in enumerate(tab.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
        if number > LAST_ROW or line[MOST_COLUMNS] is not None:
            raise too_large()
        yield line


def too_large() -> BadInput:
    return BadInput(
        "The spreadsheet is too large when unpacked.",
        errors={
            "file": [
                f"At most {MOST_BYTES // MIB} MiB unpacked, {LAST_ROW:,} rows and {MOST_COLUMNS} columns are read."
            ]
        },
    )
