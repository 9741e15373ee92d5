"""Reading what a request carries, and refusing what no honest client sends, with the reason (quality.md §3)."""

import json
from collections import Counter

from flask import Request, g, request
from marshmallow import Schema, ValidationError
from webargs import core
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from shared.errors import BadInput, Malformed

MIB = 1024 * 1024
DEFAULT_LIMIT = 2 * MIB
LARGE_LIMIT = 16 * MIB
DEPTH = 32
DIGITS = 40
KEYS = 10_000  # in one object; no shape of ours has a hundred, a profile's longest list of words half of it


def read_json(asked: Request | None = None):
    """The request's body as JSON; None when there is none. Raises Malformed saying what is wrong with it."""
    asked = asked or request
    raw = asked.get_data(cache=True)
    if not raw:
        return None
    if not core.is_json(asked.mimetype):
        raise UnsupportedMediaType("A body of Content-Type application/json is expected.")
    if asked.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("A body without Content-Encoding is expected.")
    charset = asked.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise Malformed(f"JSON is UTF-8, not {charset}.")
    return parse_json(raw)


def parse_json(raw: bytes):
    """Strict JSON: no key twice, no NaN, not deeper than 32, no number of more than 40 digits, no endless object."""
    try:
        return _decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Malformed("The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"The body is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except RecursionError:
        raise Malformed(f"The body is nested deeper than {DEPTH}.") from None


def _decode(text: str):
    body = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_number)
    level, depth = [body], 0
    while level := [held for held in level if isinstance(held, dict | list)]:
        depth += 1
        if depth > DEPTH:
            raise Malformed(f"The body is nested deeper than {DEPTH}.")
        level = [inner for held in level for inner in (held.values() if isinstance(held, dict) else held)]
    return body


def _object(pairs: list) -> dict:
    if len(pairs) > KEYS:
        raise Malformed(f"An object has more than {KEYS:,} keys.")
    made = dict(pairs)
    if len(made) != len(pairs):
        ((twice, _times),) = Counter(key for key, _ in pairs).most_common(1)
        raise Malformed(f"The key {twice!r} stands twice in one object.")
    return made


def _constant(name: str):
    raise Malformed(f"{name} is not a JSON number.")


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise Malformed(f"A number has more than {DIGITS} digits.")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits[: DIGITS + 1])
    if len(digits) > DIGITS or number in (float("inf"), float("-inf")):
        raise Malformed("A number is too large to be exact.")
    return number


class Parser(FlaskParser):
    """webargs with our strict JSON; the shapes themselves say what happens to unknown fields."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict = {}

    def load_json(self, req: Request, schema: Schema):
        body = read_json(req)
        if isinstance(body, dict) and "version" in body:
            g.body_version = _version(body["version"])
            if "version" not in schema.fields:
                body = {key: value for key, value in body.items() if key != "version"}
        return {} if body is None and not schema.many else body

    def handle_error(self, error: ValidationError, req, schema, **_options):
        raise error


def _version(said) -> int | None:
    if said is not None and type(said) is not int:
        raise BadInput("The version is a whole number.", errors={"version": ["A whole number is expected."]})
    return said


def note_version() -> None:
    """For doors without a shape for their body: remember the version it may carry."""
    if core.is_json(request.mimetype):
        body = read_json()
        g.body_version = _version(body.get("version")) if isinstance(body, dict) else None
