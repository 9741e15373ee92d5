"""The same request sent twice acts once: a client that lost the answer asks again with its Idempotency-Key.

The key's row is written first, in the very transaction of the effect: a second request with the same key waits for
the first and then repeats its answer. Only successful answers are kept, because a refused request leaves no trace
and may be tried again with the same key. Not for doors whose answer shows a secret: answers are kept as sent.
"""

import hashlib
import json
import re
from functools import wraps

from flask import Response, g, make_response, request
from sqlalchemy import select, update

from shared.errors import BadInput, Malformed
from shared.storage.statements import insert_into

from .current import principal, store

_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")


class _NotKept(Exception):
    """Carries an unsuccessful answer out of the transaction, which is thereby undone."""

    def __init__(self, response: Response):
        self.response = response


def honoured(view, *, required: bool):
    """Wrap a door so that the Idempotency-Key header is honoured, or demanded when `required`."""

    @wraps(view)
    def door(*args, **kwargs):
        key = read_key(required=required)
        if key is None:
            return view(*args, **kwargs)
        try:
            with store().work(principal()) as work:
                return _first_or_again(work, key, lambda: make_response(view(*args, **kwargs)))
        except _NotKept as refused:
            return refused.response

    return door


def read_key(*, required: bool) -> str | None:
    """The key, with or without quotes. Raises Malformed when it is missing where required, or not a key."""
    said = request.headers.get("Idempotency-Key")
    if said is None:
        if required:
            raise Malformed("Send an Idempotency-Key header: a new random id for every new request.")
        return None
    quoted = _QUOTED.fullmatch(said.strip())
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else said.strip()
    if not _KEY.fullmatch(key):
        raise Malformed("An Idempotency-Key is 1 to 255 visible ASCII characters, such as a UUID.")
    return key


def _first_or_again(work, key: str, act) -> Response:
    table = work.store.metadata.tables["idempotency"]
    route = f"{request.method} {request.url_rule}"[:200]
    asking = f"{work.principal.operator_id}:{work.principal.subject}"
    client = asking if len(asking) <= 100 else hashlib.sha256(asking.encode()).hexdigest()
    row = {"client": client, "route": route, "key": key}
    mine = [table.c[name] == value for name, value in row.items()]
    fingerprint = _fingerprint()
    insert = insert_into(work.session, table)
    fresh = insert.values(**row, fingerprint=fingerprint, created_at=work.now).on_conflict_do_nothing()
    if work.session.execute(fresh.returning(table.c.key)).first() is None:  # PostgreSQL's rowcount does not tell
        return _again(work.session.execute(select(table).where(*mine)).one(), fingerprint)
    g.work = work
    try:
        response = act()
    finally:
        g.pop("work", None)
    if not 200 <= response.status_code < 300:
        raise _NotKept(response)
    kept = {"status": response.status_code, "body": response.get_data(as_text=True)}
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    work.session.execute(update(table).where(*mine).values(**kept, headers=headers))
    return response


def _again(row, fingerprint: str) -> Response:
    if row.fingerprint != fingerprint:
        said = "This Idempotency-Key was used for another request. Use a new key for a new request."
        raise BadInput(said, errors={"Idempotency-Key": ["A new key is expected."]})
    return Response(row.body, row.status, {**(row.headers or {}), "Idempotency-Replayed": "true"})


def _fingerprint() -> str:
    """The same for the same request: place, query and body, but not the spelling of its JSON."""
    body = request.get_data(cache=True)
    if request.is_json:
        body = _canonical(body)
    place = f"{request.path}?{request.query_string.decode('latin-1')}\n".encode()
    return hashlib.sha256(place + body).hexdigest()


def _canonical(body: bytes) -> bytes:
    try:
        return json.dumps(json.loads(body), sort_keys=True).encode()
    except (ValueError, RecursionError):
        return body
