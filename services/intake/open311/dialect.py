"""The two ways GeoReport v2 is written: XML without a namespace, and JSON where containers are lists.

A document is a name with plain values: dictionaries, lists of things with their element's name, words, truths.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

XML, JSON = "text/xml; charset=utf-8", "application/json; charset=utf-8"
FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Several:
    """A container: in XML an element of `element`s, in JSON a list."""

    element: str
    things: list


def write_document(name: str, content, form: str) -> tuple[str, str]:
    """The body and its media type."""
    if form == "json":
        return json.dumps(as_json(content), ensure_ascii=False), JSON
    body = ElementTree.tostring(as_element(name, content), encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}', XML


def as_json(content):
    if isinstance(content, Several):
        return [as_json(thing) for thing in content.things]
    if isinstance(content, dict):
        return {name: as_json(value) for name, value in content.items()}
    return content if isinstance(content, bool | int | None) else as_words(content)


def as_element(name: str, content) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(content, Several):
        element.extend(as_element(content.element, thing) for thing in content.things)
    elif isinstance(content, dict):
        element.extend(as_element(inner, value) for inner, value in content.items())
    elif content is not None:
        element.text = as_words(content)
    return element


def as_words(value) -> str:
    """Instants with their zone; without the characters that XML cannot say."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return FORBIDDEN.sub("", str(value))
