"""Two people, one record: whoever writes says which version was read, and the slower one is told (RD-8)."""

import re

from flask import Response, g, request

from shared.errors import BadInput, Stale, VersionMissing

_TAG = re.compile(r'\s*(?:W/)?"?(\d{1,15})"?\s*')


def check_version(thing) -> None:
    """Compare If-Match, or `version` in the body, with `thing.version`.

    Raises VersionMissing when neither is there, Stale when somebody else was faster, BadInput when unreadable.
    """
    said = _said()
    if said is None:
        detail = f'Send If-Match: "{thing.version}" or "version": {thing.version} after reading it again.'
        raise VersionMissing(detail, version=thing.version)
    if said != "*" and thing.version not in said:
        detail = f"You read version {said[0]}, it is now {thing.version}. Read it again and repeat what still fits."
        raise Stale(detail, version=thing.version)


def _said() -> list[int] | str | None:
    header = request.headers.get("If-Match")
    if header is None:
        in_body = g.get("body_version")
        return None if in_body is None else [in_body]
    if header.strip() == "*":
        return "*"
    tags = [tag for tag in map(_TAG.fullmatch, header.split(",")) if tag]
    if len(tags) != header.count(",") + 1:
        raise BadInput('If-Match must be a version as ETag gave it, such as "3".', errors={"If-Match": ['"3"']})
    return [int(tag[1]) for tag in tags]


def spare(response: Response) -> Response:
    """A GET that already knows this version gets 304 and no body; the one it would write upon is no matter yet."""
    known = (
        request.method in ("GET", "HEAD") and "If-None-Match" in request.headers and "If-Match" not in request.headers
    )
    if known and response.status_code == 200 and "ETag" in response.headers:
        response.make_conditional(request)
    return response
