"""The lines of a push: who each says it is, and its fingerprint, before anything of it is read closer."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from shared.errors import BadInput, DomainError
from shared.tracing import Trace

from .profiles import Profile
from .translating import Facts, external_id_of
from .words import by_key

MOST_FIELDS = 500


@dataclass
class Line:
    """A record on its way to become a ticket. From `raw` on: only what came as a single push."""

    record: Any
    said: dict[str, str] = field(default_factory=dict)
    external_id: str | None = None
    fingerprint: str = ""
    refusal: DomainError | None = None
    facts: Facts | None = None
    ticket: Any = None
    answer: dict | None = None
    raw: str = ""
    nonce: str = ""
    trace: Trace | None = None
    events: tuple = ()
    row: dict = field(default_factory=dict)


def read_lines(profile: Profile, records: list) -> list[Line]:
    return [read_line(profile, record) for record in records]


def read_line(profile: Profile, record, beside: dict[str, str] | None = None) -> Line:
    """`beside` are fields that came with the record and are no part of it; the record's own win."""
    line = Line(record)
    try:
        if not isinstance(record, dict) or not record or len(record) > MOST_FIELDS:
            raise BadInput(
                "A record is an object with fields.", errors={"record": [f"An object of 1 to {MOST_FIELDS} fields."]}
            )
        line.said = {**(beside or {}), **by_key(record)}
        line.external_id = external_id_of(profile, line.said)
        line.fingerprint = fingerprint_of(record)
    except BadInput as error:
        line.refusal = error
    return line


def fingerprint_of(record: dict) -> str:
    """The same for the same facts, however the sender ordered or spaced them, alone or in a batch."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
