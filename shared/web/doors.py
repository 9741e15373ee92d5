"""A room's door for programs: `@tickets.post("/tickets", allow=…, body=OpenTicket, answer=TicketView)`."""

import inspect
from functools import wraps

from flask import Response, make_response, request
from flask_smorest import Blueprint

from . import bodies, idempotency, paging, versions
from .auth import ANYONE, PUBLIC, UNSAFE, mark
from .schemas import page_of, paged

__all__ = ["ANYONE", "PUBLIC", "PREFIX", "Room"]

PREFIX = "/api/v1"
BYTES = {"type": "string", "format": "binary"}


class Room(Blueprint):
    """The JSON doors of one room; every route is under /api/v1 and says whom it allows.

    A view gets the loaded body first (when the door has `body=`), then the loaded query (`query=`), then the parts of
    its address by name. It returns a thing or a list to be dumped with `answer`, a `Page` (`page=True`), a
    `(thing, status)`, or a Response.
    """

    ARGUMENTS_PARSER = bodies.Parser()

    def __init__(self, name: str, import_name: str, *, description: str = "", **options):
        super().__init__(name, import_name, description=description, url_prefix=PREFIX, **options)

    def get(self, rule: str, **says):
        return self._door("GET", rule, **says)

    def post(self, rule: str, **says):
        return self._door("POST", rule, **says)

    def put(self, rule: str, **says):
        return self._door("PUT", rule, **says)

    def patch(self, rule: str, **says):
        return self._door("PATCH", rule, **says)

    def delete(self, rule: str, **says):
        return self._door("DELETE", rule, **says)

    def _door(
        self,
        method: str,
        rule: str,
        *,
        allow,
        body=None,
        query=None,
        answer=None,
        status: int = 200,
        page: bool = False,
        many: bool = False,
        idempotent: bool | str = False,
        upload: bool = False,
        large: bool = False,
        bytes_as: tuple[str, ...] = (),
    ):
        """`large` admits 16 MiB; so does `upload`, which also leaves the body to the view. `bytes_as` are the types of
        a view that answers with a file."""

        def register(view):
            door = self.response(status, _shape(answer, page, many))(versioned(view))
            door = self._reading(door, body, paged(query) if page else query)
            if idempotent:
                door = idempotency.honoured(door, required=idempotent == "required")
            door = sized(door, limit=bodies.LARGE_LIMIT if upload or large else None)
            if body is None and not upload and method in UNSAFE:
                door = noting_version(door)
            door = self.doc(**documented(view, allow, idempotent, method, rule, upload))(door)
            if bytes_as:
                files = {"description": "The file", "content": {kind: {"schema": BYTES} for kind in bytes_as}}
                door = self.doc(responses={str(status): files})(door)
            self.route(rule, methods=[method], endpoint=view.__name__)(mark(door, allow))
            return view

        return register

    def _reading(self, door, body, query):
        """Load the query, then the body: the body is handed to the view first."""
        if query is not None:
            door = self.arguments(query, location="query")(door)
        return door if body is None else self.arguments(body, required=not _all_optional(body))(door)


def _shape(answer, page: bool, many: bool):
    if page:
        return page_of(answer)
    return answer(many=True) if many else answer


def _all_optional(body) -> bool:
    fields = (body() if isinstance(body, type) else body).fields
    return not any(field.required for field in fields.values())


def versioned(view):
    """Page and version of what a view returns, as headers."""

    @wraps(view)
    def door(*args, **kwargs):
        returned = view(*args, **kwargs)
        thing = returned[0] if isinstance(returned, tuple) else returned
        if isinstance(thing, paging.Page):
            return thing, thing.headers()
        if isinstance(getattr(thing, "version", None), int):
            return _with_tag(returned, thing)
        return returned

    return door


def _with_tag(returned, thing):
    thing, *rest = returned if isinstance(returned, tuple) else (returned,)
    headers = {"ETag": f'"{thing.version}"'}
    if rest and isinstance(rest[-1], dict):
        headers |= rest.pop()
    return (thing, *rest, headers)


def sized(view, *, limit: int | None):
    """Let this door's requests be as large as `limit` says; a GET that knows the version gets 304."""

    @wraps(view)
    def door(*args, **kwargs):
        if limit:
            request.max_content_length = limit
        response: Response = make_response(view(*args, **kwargs))
        return versions.spare(response)

    return door


def noting_version(view):
    @wraps(view)
    def door(*args, **kwargs):
        bodies.note_version()
        return view(*args, **kwargs)

    return door


def documented(view, allow, idempotent, method: str, rule: str, upload: bool) -> dict:
    """What only we know about a door, for its OpenAPI entry."""
    said: dict = {"operationId": view.__name__, "security": [] if allow == PUBLIC else [{"bearer": []}]}
    if not inspect.getdoc(view):
        said["summary"] = view.__name__.replace("_", " ").capitalize()
    if allow not in (PUBLIC, ANYONE):
        said["x-roles"] = [allow] if isinstance(allow, str) else list(allow)
    headers = []
    if idempotent:
        headers.append(_header("Idempotency-Key", idempotent == "required", "Sent again, the first answer is repeated"))
    if method in UNSAFE and "<" in rule:
        headers.append(_header("If-Match", False, "The version you read, as ETag gave it"))
    if headers:
        said["parameters"] = headers
    if upload:
        binary = {"schema": {"type": "object", "properties": {"file": BYTES}}}
        said["requestBody"] = {"content": {"multipart/form-data": binary, "application/json": {"schema": {}}}}
    return said


def _header(name: str, required: bool, description: str) -> dict:
    schema = {"type": "string", "maxLength": 255}
    return {"in": "header", "name": name, "required": required, "description": description, "schema": schema}
