"""Reads what a call centre exports (CSV or JSON, in the encodings such files really have) as a list of raw records."""

import csv
import io
import json
from pathlib import Path

ENCODINGS = ("utf-8-sig", "gb18030")
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
LIST_NAMES = ("records", "items", "data", "results", "rows")


class UnreadableExport(Exception):
    """The file is no CSV and no JSON that holds records; the message says what was found."""


def read_export(path: Path) -> list[dict]:
    """All records of the file, in its order, values untouched. Raises UnreadableExport."""
    text = decode(path.read_bytes(), path)
    if not text.strip():
        raise UnreadableExport(f"{path} is empty.")
    if text.lstrip()[0] in "[{":
        return read_json(text, path)
    return read_csv(text, path)


def decode(raw: bytes, path: Path) -> str:
    encodings = (BYTE_ORDER_MARKS[raw[:2]],) if raw[:2] in BYTE_ORDER_MARKS else ENCODINGS
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableExport(f"{path} is neither UTF-8 nor GB18030.")


def read_json(text: str, path: Path) -> list[dict]:
    """A list of objects, an object that holds one, or one object a line."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        found = read_json_lines(text, path)
    if isinstance(found, dict):
        inside = next((found[name] for name in LIST_NAMES if isinstance(found.get(name), list)), None)
        found = inside if inside is not None else [found]
    for number, record in enumerate(found, 1):
        if not isinstance(record, dict):
            raise UnreadableExport(f"{path}: record {number} is {type(record).__name__}, an object was expected.")
    return found


def read_json_lines(text: str, path: Path) -> list:
    records = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            records.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise UnreadableExport(f"{path}, line {number}: {error.msg}.") from error
    return records


def read_csv(text: str, path: Path) -> list[dict]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    lines = [line for line in reader if any(cell.strip() for cell in line)]
    if len(lines) < 2:
        raise UnreadableExport(f"{path} has a heading at most, and no records.")
    return [record_of(lines[0], line) for line in lines[1:]]


def delimiter_of(text: str) -> str:
    heading = text.lstrip().splitlines()[0]
    return max(",;\t|", key=heading.count)


def record_of(heading: list[str], line: list[str]) -> dict:
    """A line longer than its heading keeps the rest under numbered names: nothing a platform sent is dropped."""
    names = [name.strip() or f"column {number}" for number, name in enumerate(heading, 1)]
    names += [f"column {number}" for number in range(len(names) + 1, len(line) + 1)]
    return dict(zip(names, line + [""] * (len(names) - len(line)), strict=True))
