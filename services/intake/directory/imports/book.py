"""What was handed in, as rows that still know their number: from JSON or from an .xlsx."""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from shared.errors import BadInput
from shared.web import bodies

from .cells import plain
from .headers import OF_THE_REPORT, field_of, plain_header, sheet_of
from .shapes import SHEETS
from .spreadsheet import MOST_COLUMNS, open_sheets

MOST_ROWS = 50_000


@dataclass
class Row:
    """One row as given. `number` is what the person sees: the spreadsheet's row, or the place in the JSON list."""

    sheet: str
    number: int
    values: dict


Book = dict[str, list[Row]]


def units_in(book: Book) -> set[str]:
    """The codes of units that the rows speak of, as far as they can be read."""
    named = (("units", "code"), ("households", "unit"))
    said = (row.values.get(field) for sheet, field in named for row in book.get(sheet, ()))
    return {normalize("NFC", plain(code)) for code in said if isinstance(code, str | int | float)}


def fields_of(sheet: str) -> set[str]:
    return {field.data_key or name for name, field in SHEETS[sheet].fields.items()}


def read_json_book(body) -> Book:
    """Raises BadInput when it is not an object of lists of objects under known names."""
    if not isinstance(body, dict):
        raise BadInput('An object such as {"sites": […], "units": […]} is expected.')
    book: Book = {}
    for title, items in body.items():
        sheet = _known_sheet(title)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise BadInput(f"{title} is not a list of objects.", errors={title: ["A list of objects is expected."]})
        rows = book.setdefault(sheet, [])
        for number, item in enumerate(items, start=1):
            rows += (_row(sheet, number, flat) for flat in _flatten(sheet, item))
    return _not_too_large(book)


def _known_sheet(title) -> str:
    sheet = sheet_of(title)
    if sheet is None:
        raise BadInput(f"There is no sheet {title!r}.", errors={str(title): [f"Known: {', '.join(SHEETS)}."]})
    return sheet


def _flatten(sheet: str, item: dict) -> list[dict]:
    """A bilingual `name` becomes two columns; a household's `people` become a row each."""
    item = dict(item)
    if sheet != "households" and isinstance(item.get("name"), dict):
        item |= {f"name_{language}": text for language, text in item.pop("name").items()}
    people = item.pop("people", None) if sheet == "households" else None
    if people is None:
        return [item]
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        return [item | {"people": people}]
    return [item | person for person in people]


def _row(sheet: str, number: int, values: dict) -> Row:
    known = fields_of(sheet)
    values = {name: value for name, value in values.items() if plain_header(name) not in OF_THE_REPORT}
    if len(values) > MOST_COLUMNS:
        said = {f"{sheet} row {number}": [f"At most {MOST_COLUMNS} fields are expected."]}
        raise BadInput(f"{sheet} row {number} has {len(values)} fields.", errors=said)
    filled = {field_of(name, known): value for name, value in values.items() if value is not None and value != ""}
    return Row(sheet, number, filled)


def _not_too_large(book: Book) -> Book:
    if sum(len(rows) for rows in book.values()) > MOST_ROWS:
        raise BadInput(f"At most {MOST_ROWS} rows are taken at a time.")
    return book


def read_book(content: bytes, file_name: str) -> Book:
    """A file as it was handed in; its name says which kind it is."""
    if file_name.lower().endswith(".json"):
        return read_json_book(bodies.parse_json(content))
    return read_xlsx_book(content)


def read_xlsx_book(content: bytes) -> Book:
    """Raises BadInput when it is no spreadsheet, or has no sheet we know."""
    book: Book = {}
    with open_sheets(content) as sheets:
        known = [(sheet, lines) for title, lines in sheets if (sheet := sheet_of(title))]
        if not known:
            raise BadInput("No sheet is named as expected.", errors={"file": [f"Sheets: {', '.join(SHEETS)}."]})
        for sheet, lines in known:
            book.setdefault(sheet, []).extend(_rows_of(sheet, lines))
    return _not_too_large(book)


def _rows_of(sheet: str, lines: Iterator[tuple]) -> list[Row]:
    headers = next(lines, ())
    rows: list[Row] = []
    for number, line in enumerate(lines, start=2):
        if not any(cell not in (None, "") for cell in line):
            continue
        values = {head: cell for head, cell in zip(headers, line, strict=False) if head is not None}
        if any(cell not in (None, "") for cell in values.values()):
            rows.append(_row(sheet, number, values))
        if len(rows) > MOST_ROWS:
            break
    return rows
