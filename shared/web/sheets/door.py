"""The door of a spreadsheet: a list's own filters with a format, its pages one after another, and a line on record."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import IO

from flask import Response, stream_with_context
from marshmallow import Schema

from shared.web import fields
from shared.web.current import principal, reading, work
from shared.web.pages.filters import zone
from shared.web.paging import Page
from shared.web.schemas import Query

from . import csv_file, xlsx_file
from .sheet import Sheet

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
PIECE = 64 * 1024


class Exported(Query):
    format = fields.String(validate=fields.OneOf(list(KINDS)), load_default="xlsx")


def exported(query: type[Schema]) -> type[Schema]:
    """The filters of a list, and in which format it is wanted."""
    return type(f"{query.__name__}Export", (Exported, query), {"__doc__": query.__doc__})


def every(find: Callable[..., Page]) -> Iterator:
    """Everything that `find(session, after)` finds, page by page; no transaction stays open while somebody reads."""
    after = None
    while True:
        with reading() as session:
            page = find(session, after)
        yield from page.items
        after = page.next
        if after is None:
            return


def sent(sheet: Sheet, things: Iterable, asked: dict) -> Response:
    """The spreadsheet. What is wrong with the filters is said before the first byte."""
    kind = asked["format"]
    things = whole(things)
    put_on_record(sheet.name, asked)
    if kind == "csv":
        body = stream_with_context(csv_file.lines(sheet, things))
        return Response(body, headers=headers(sheet.name, kind), direct_passthrough=True)
    return handed_out(xlsx_file.write(sheet, things), sheet.name)


def handed_out(file: IO[bytes], name: str) -> Response:
    """An .xlsx that lies on the disk, piece by piece; it is gone when it was sent."""
    length = file.seek(0, 2)
    file.seek(0)
    answer = Response(iter(lambda: file.read(PIECE), b""), headers={**headers(name, "xlsx"), "Content-Length": length})
    answer.call_on_close(file.close)
    return answer


def whole(things: Iterable) -> Iterator:
    """The same; its first page is read now."""
    things = iter(things)
    first = next(things, None)
    return things if first is None else chain([first], things)


def headers(name: str, kind: str) -> dict:
    file_name = f"{name}-{datetime.now(UTC).astimezone(zone()):%Y%m%d-%H%M}.{kind}"
    return {"Content-Type": KINDS[kind], "Content-Disposition": f'attachment; filename="{file_name}"'}


def put_on_record(what: str, asked: dict) -> None:
    """Who took what along (RF-6): at the own site that was asked for, or at the only one this reader has."""
    filters = {name: value for name, value in asked.items() if value is not None and name not in ("limit", "after")}
    sites, site_id = principal().sites, asked.get("site_id")
    if sites is not None and site_id not in sites:  # nobody writes into the trail of a site that is not theirs
        site_id = next(iter(sites)) if len(sites) == 1 else None
    with work() as w:
        w.audit("list.exported", about=("list", what), site_id=site_id, after=filters)
