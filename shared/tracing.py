"""One thread through everything a request sets off: W3C trace context, carried by HTTP and by events."""

import re
import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?\Z")
_current: ContextVar["Trace | None"] = ContextVar("trace", default=None)


@dataclass(frozen=True)
class Trace:
    trace_id: str
    span_id: str
    sampled: bool = True

    @property
    def header(self) -> str:
        """The value of the `traceparent` header or event attribute."""
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


def parse(header: str | None) -> Trace | None:
    """The trace named by a `traceparent`; None when there is none or it is not well formed."""
    found = _TRACEPARENT.match((header or "").strip())
    if not found or not int(found[1], 16) or not int(found[2], 16):
        return None
    return Trace(found[1], found[2], bool(int(found[3], 16) & 1))


def new() -> Trace:
    both = secrets.token_hex(24)
    return Trace(both[:32], both[32:])


def child(parent: Trace | None) -> Trace:
    """The next step of the same trace, or the first of a new one."""
    return Trace(parent.trace_id, secrets.token_hex(8), parent.sampled) if parent else new()


def current() -> Trace | None:
    return _current.get()


@contextmanager
def follow(header: str | None = None):
    """`with follow(event_traceparent) as trace:` — the step taken because of that header."""
    token = _current.set(child(parse(header)))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


@contextmanager
def going_on(trace: Trace | None):
    """Do something for that step, in another thread than its own."""
    token = _current.set(trace)
    try:
        yield
    finally:
        _current.reset(token)
