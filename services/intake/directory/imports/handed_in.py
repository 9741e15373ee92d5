"""What a request handed in: a spreadsheet, a JSON file, or JSON as its body."""

from flask import Request

from shared.errors import BadInput
from shared.web import bodies

from .book import Book, read_json_book, read_xlsx_book


def read_handed_in(request: Request) -> Book:
    """Raises BadInput or Malformed saying what would be right."""
    if request.mimetype != "multipart/form-data":
        return read_json_book(bodies.read_json(request))
    file = request.files.get("file")
    if file is None:
        raise BadInput("No file was sent.", errors={"file": ["An .xlsx or .json file in the part `file` is expected."]})
    content = file.read()
    if (file.filename or "").lower().endswith(".json"):
        return read_json_book(bodies.parse_json(content))
    return read_xlsx_book(content)
