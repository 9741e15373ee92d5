"""One line of JSON per thing that happened, with its trace, and without the personal data of residents."""

import logging
import re
import sys
from functools import lru_cache
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, bound_contextvars, clear_contextvars

from . import tracing
from .masking import mask_email, mask_identity, mask_name, mask_phone, mask_text, without_rows

__all__ = ["bind", "bound", "cleared", "get", "set_up"]

get = structlog.stdlib.get_logger
bind, bound, cleared = bind_contextvars, bound_contextvars, clear_contextvars

_SECRET = re.compile(r"token|secret|passw|authorization|api_?key|cookie|signature|private|dsn", re.I)
_MASKED_KEYS = (
    (re.compile(r"phone|mobile|^ani$|^caller$", re.I), mask_phone),
    (re.compile(r"e?mail", re.I), mask_email),
    (re.compile(r"id_?number|identity", re.I), mask_identity),
    (re.compile(r"^(person|resident|payer|contact)(_name)?$", re.I), mask_name),
)
_LINE_BREAKERS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
_HARMLESS = re.compile(r"[A-Za-z_ <>:/,.-]*")  # no digit, no @, nothing that breaks a line
_OF_THE_HOUSE = {"timestamp", "level", "trace_id", "span_id", "service", "logger", "operator", "site", "subject"}


def set_up(service: str, level: str = "info", stream=None) -> None:
    """Send structlog's and the standard library's lines to `stream` (stderr) as JSON in UTF-8."""
    handler = logging.StreamHandler(stream or sys.stderr)
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _name_the_service(service),
        add_trace,
    ]
    closing: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        mask,
        structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=False),
    ]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=closing))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # it greets at every start
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _name_the_service(service: str):
    def name_the_service(_logger, _method, line: dict) -> dict:
        line.setdefault("service", service)
        return line

    return name_the_service


def add_trace(_logger, _method, line: dict) -> dict:
    trace = tracing.current()
    if trace:
        line.setdefault("trace_id", trace.trace_id)
        line.setdefault("span_id", trace.span_id)
    return line


def mask(_logger, _method, line: dict) -> dict:
    """The last step before writing: nothing personal or secret leaves, nothing can fake a second line."""
    return {key: value if key in _OF_THE_HOUSE else _masked(key, value) for key, value in line.items()}


def _masked(key: str, value):
    masking = _masking_of(key)
    if masking is _hidden:
        return "***"
    if isinstance(value, dict):
        return {str(inner): _masked(str(inner), held) for inner, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(key, held) for held in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return masking(str(value))


@lru_cache(maxsize=1024)
def _masking_of(key: str):
    """How values of this name are made harmless; a process logs a few dozen names."""
    if _SECRET.search(key):
        return _hidden
    return next((masking for pattern, masking in _MASKED_KEYS if pattern.search(key)), _clean)


def _hidden(_text: str) -> str:
    return "***"


def _clean(text: str) -> str:
    return text if _HARMLESS.fullmatch(text) else _LINE_BREAKERS.sub(_visible, mask_text(without_rows(text)))


def _visible(found) -> str:
    return {"\n": "⏎", "\t": " "}.get(found[0], "")
