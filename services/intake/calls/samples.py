"""A sample of a platform's records as people have it: JSON in any usual wrapping, or CSV with a header line."""

import csv
import io

from shared.errors import BadInput, Malformed
from shared.web.bodies import parse_json

MOST = 1000
WRAPPINGS = ("records", "items", "data", "rows")


def read_sample(asked: dict) -> list:
    """The records of a dry run: said as they are, or as a text to be read. Raises BadInput."""
    if ("records" in asked) == ("sample" in asked):
        raise BadInput("Either records or sample.", errors={"records": ["A list, or `sample` as text."]})
    records = asked["records"] if "records" in asked else read_text(asked["sample"])
    if not 0 < len(records) <= MOST:
        raise BadInput(f"1 to {MOST:,} records.", errors={"sample": [f"It holds {len(records):,} records."]})
    return records


def read_text(text: str) -> list:
    """JSON when it begins like JSON, otherwise CSV; the delimiter is the one its first line has most of."""
    text = text.lstrip("\ufeff").strip()
    if not text:
        raise BadInput("The sample is empty.", errors={"sample": ["Paste JSON, or CSV with a header line."]})
    return read_objects(text) if text[0] in "[{" else read_table(text)


def read_objects(text: str) -> list:
    try:
        said = parse_json(text.encode("utf-8", "replace"))
    except Malformed as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines):
            raise BadInput(error.detail, errors={"sample": [error.detail]}) from None
        return [one for line in lines for one in read_objects(line)]  # one object a line
    if isinstance(said, dict):
        wrapped = [said[name] for name in WRAPPINGS if isinstance(said.get(name), list)]
        return wrapped[0] if len(wrapped) == 1 else [said]
    return said


def read_table(text: str) -> list[dict]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadInput(f"This is no CSV: {error}.", errors={"sample": [str(error)]}) from None
    head, *rows = rows
    names = [name.strip() for name in head]
    if not first.count(delimiter) or not all(names) or len(set(names)) != len(names):
        raise BadInput(
            "The first line names the fields, each once.", errors={"sample": ["JSON, or CSV with a header line."]}
        )
    long = next((at for at, row in enumerate(rows, start=2) if len(row) > len(names)), None)
    if long:
        raise BadInput(f"Row {long} has more fields than the header.", errors={"sample": [f"Row {long}: check it."]})
    return [dict(zip(names, row, strict=False)) for row in rows if any(cell.strip() for cell in row)]


def decoded(raw: bytes) -> str:
    """An uploaded file's text: UTF-8, else GB 18030, as spreadsheets here write it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("The file is neither UTF-8 nor GB 18030 text.", errors={"sample": ["A text file."]})
