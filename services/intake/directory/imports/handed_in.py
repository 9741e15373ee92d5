"""What a request handed in: a spreadsheet, a JSON file, or JSON as its body."""

from flask import Request

from shared.errors import BadInput
from shared.web import bodies

from .book import Book, read_book, read_json_book


def read_handed_in(request: Request) -> Book:
    """Raises BadInput or Malformed saying what would be right."""
    if request.mimetype != "multipart/form-data":
        return read_json_book(bodies.read_json(request))
    return read_book(*file_in(request))


def file_in(request: Request) -> tuple[bytes, str]:
    """Content and name. Raises BadInput when there is none."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadInput("No file was sent.", errors={"file": ["An .xlsx or .json file in the part `file` is expected."]})
    return file.read(), file.filename


def content_of(request: Request) -> tuple[bytes, str]:
    """For an import in the background: the file, or the body as one."""
    if request.mimetype != "multipart/form-data":
        return request.get_data(), "body.json"
    return file_in(request)
