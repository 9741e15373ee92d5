"""Reading CloudEvents 1.0 from an HTTP request: in binary, structured and batched mode, exactly as the binding says."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from werkzeug.exceptions import UnsupportedMediaType

from shared.errors import BadInput, DomainError, Malformed
from shared.web.bodies import parse_json

STRUCTURED, BATCHED = "application/cloudevents+json", "application/cloudevents-batch+json"
REQUIRED = ("id", "source", "specversion", "type")
MOST = 1000
NAME = re.compile(r"[a-z0-9]{1,64}")
TYPES = {"datacontenttype", "dataschema", "subject", "time"}
TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SPACES = re.compile(r"[\x00-\x20\x7f]")


@dataclass
class Event:
    """One event: its context attributes, the known ones and every extension, and the record it carries."""

    attributes: dict[str, str] = field(default_factory=dict)
    data: Any = None
    refusal: DomainError | None = None


def read_events(headers, kind: str, options: dict, raw: bytes) -> tuple[str, list[Event]]:
    """The mode and its events. `kind` is the media type. Raises for a request that is no CloudEvent at all."""
    if (options.get("charset") or "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("CloudEvents as JSON are UTF-8.")
    if headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("A body without Content-Encoding is expected.")
    if kind == BATCHED:
        return "batched", read_batch(parse_json(raw))
    if kind == STRUCTURED:
        return "structured", [read_structured(parse_json(raw))]
    if kind.startswith("application/cloudevents"):
        raise UnsupportedMediaType(f"One of {STRUCTURED}, {BATCHED} is expected, or binary mode with ce- headers.")
    return "binary", [read_binary(headers, kind, raw)]


def read_batch(said) -> list[Event]:
    """Each event stands for itself: one that is none is refused alone."""
    if not isinstance(said, list) or len(said) > MOST:
        raise Malformed(f"A batch is a JSON array of at most {MOST} events.", errors={"body": ["A JSON array."]})
    events = []
    for one in said:
        try:
            events.append(read_structured(one))
        except (DomainError, UnsupportedMediaType) as error:
            named = error if isinstance(error, DomainError) else BadInput(str(error.description))
            known = one if isinstance(one, dict) else {}
            kept = {name: known[name] for name in ("id", "source") if isinstance(known.get(name), str)}
            events.append(Event(kept, refusal=named))
    return events


def read_structured(said) -> Event:
    if not isinstance(said, dict):
        raise Malformed("An event is a JSON object.", errors={"body": ["A JSON object."]})
    if "data" in said and "data_base64" in said:
        raise Malformed("Either data or data_base64.", errors={"data_base64": ["Not beside data."]})
    given = {name: value for name, value in said.items() if name not in ("data", "data_base64")}
    wrong = {name: ["A string."] for name in (*REQUIRED, *TYPES) if not isinstance(given.get(name, ""), str | None)}
    odd = [name for name, value in given.items() if isinstance(value, dict | list | float)]
    wrong |= {name: ["A string, a whole number or a boolean."] for name in odd}
    if wrong:
        raise Malformed(f"{', '.join(wrong)}: not the value of an attribute.", errors=wrong)
    event = Event(checked({name: written(value) for name, value in given.items() if value is not None}))
    see_json(event.attributes.get("datacontenttype", "application/json"))
    event.data = said.get("data")
    if said.get("data_base64") is not None:
        event.data = parse_json(decoded(said["data_base64"]))
    return event


def read_binary(headers, kind: str, raw: bytes) -> Event:
    """Attributes are headers `ce-…`, percent-encoded; the body is the data and Content-Type its datacontenttype."""
    given = {name.lower()[3:]: from_header(value) for name, value in headers.items() if name.lower().startswith("ce-")}
    if not given:
        wrong = {"ce-specversion": ["1.0"], "Content-Type": [STRUCTURED]}
        raise Malformed("Neither headers ce-… nor a Content-Type of CloudEvents: no event.", errors=wrong)
    given.pop("datacontenttype", None)  # said by Content-Type alone
    event = Event(checked(given, mark="ce-"))
    see_json(kind)
    event.attributes["datacontenttype"] = kind
    event.data = parse_json(raw) if raw else None
    return event


def from_header(value: str) -> str:
    """Header values are percent-encoded UTF-8, perhaps in quotation marks."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    return unquote(value, errors="replace")


def written(value) -> str:
    """The canonical text of an attribute's value."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def checked(given: dict[str, str], mark: str = "") -> dict[str, str]:
    """Raises Malformed naming every attribute that is missing or wrong; extensions are kept as they come."""
    wrong = {f"{mark}{name}": ["Required."] for name in REQUIRED if not given.get(name)}
    for name, value in given.items():
        said = fault_of(name, value)
        if said:
            wrong.setdefault(f"{mark}{name}", [said])
    if wrong:
        raise Malformed(f"This is no CloudEvent 1.0: {', '.join(wrong)}.", errors=wrong)
    return given


def fault_of(name: str, value: str) -> str | None:
    if not NAME.fullmatch(name):
        return "The name of an attribute is lower-case letters and digits."
    if len(value) > 2000 or (name in (*REQUIRED, *TYPES) and not value):
        return "1 to 2,000 characters."
    if UNSEEN.search(value):
        return "Without control characters."
    if name == "specversion" and value != "1.0":
        return "1.0 is the version spoken here."
    if name in ("source", "dataschema") and (SPACES.search(value) or (name == "dataschema" and ":" not in value)):
        return "A URI."
    return "An RFC 3339 time, such as 2026-03-04T10:30:00Z." if name == "time" and not is_time(value) else None


def is_time(value: str) -> bool:
    try:
        return bool(TIME.fullmatch(value)) and bool(datetime.fromisoformat(value.upper()))
    except ValueError:
        return False


def see_json(kind: str) -> None:
    plain = kind.partition(";")[0].strip().lower()
    if plain and not (plain in ("application/json", "text/json") or plain.endswith("+json")):
        raise UnsupportedMediaType(f"The data of an event is JSON here, not {plain[:80]}.")


def decoded(text) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise Malformed("data_base64 is not Base64.", errors={"data_base64": ["Base64."]}) from None
