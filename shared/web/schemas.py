"""Whole shapes at the doors: what comes in is checked to the letter, what goes out may grow."""

from difflib import get_close_matches

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, post_load

from . import fields

HINTS = 20  # a hint takes its time; who has more unknown fields than that has not misspelt one


class _Strict(Schema):
    """Fields that nobody declared are refused, with a hint at the one that was meant."""

    error_messages = {"unknown": "There is no such field."}

    class Meta:
        unknown = RAISE

    def handle_error(self, error: ValidationError, data, *, many, **kwargs):
        if isinstance(error.messages, dict):
            unknown = [n for n, said in error.messages.items() if said == [self.error_messages["unknown"]]]
            for name in unknown[:HINTS]:
                error.messages[name][0] += _hint(str(name), self.fields)


def _hint(name: str, known) -> str:
    near = get_close_matches(name, known, 1)
    return f" Did you mean {near[0]}?" if near else f" Known here: {', '.join(sorted(known)) or 'none'}."


class In(_Strict):
    """The body of a request."""


class Action(In):
    """The body of an action on a thing that may say which version was read, instead of If-Match."""

    version = fields.Whole(min=1, metadata={"description": "The version you read; may be sent as If-Match instead."})

    @post_load
    def leave_the_version_to_check_version(self, loaded: dict, **_options) -> dict:
        return {name: value for name, value in loaded.items() if name != "version"}


class Query(_Strict):
    """What stands after the question mark of an address."""

    from_address = True


class PageQuery(Query):
    """A query that is answered in pages."""

    limit = fields.Whole(min=1, max=200, load_default=50)
    after = fields.String(load_default=None, metadata={"description": "`next` of the page before"})


class Out(Schema):
    """What is answered. Readers ignore what they do not know, so it may grow."""

    class Meta:
        unknown = EXCLUDE


class Problem(Out):
    """RFC 9457: what was wrong and what would be right."""

    type = fields.String(required=True, metadata={"example": "/problems/not-found"})
    title = fields.String(required=True)
    status = fields.Whole(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "Stable; match on this."})
    instance = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    allowed = fields.List(fields.String(), metadata={"description": "The actions possible in this state."})
    trace_id = fields.String(required=True)


def paged(query: type[Schema] | None) -> type[Schema]:
    """`query` with `limit` and `after`, unless it has them."""
    if query is None or issubclass(query, PageQuery):
        return query or PageQuery
    return type(f"{query.__name__}Page", (PageQuery, query), {"__doc__": query.__doc__})


def page_of(answer: type[Schema]) -> type[Schema]:
    """The shape of one page of `answer`."""
    body = {"items": fields.List(fields.Nested(answer)), "next": fields.String(allow_none=True)}
    return type(f"{answer.__name__}Page", (Out,), body)
