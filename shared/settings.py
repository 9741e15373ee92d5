"""Settings come from the environment, are read once, and are checked before anything starts."""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

PREFIX = "FRONTDESK_"
FORGETFUL = "an event announced again must still be known to whoever handled it."
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class BadSettings(Exception):
    """The message lists everything that is wrong, not only the first thing."""


SPARE_THREADS = 4  # of a web process, beyond those that work and wait: they say no, and answer probes


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every service needs to know. A service's own settings extend this in its `settings.py`.

    Each field is read from FRONTDESK_<FIELD>, or from the file named by FRONTDESK_<FIELD>_FILE.
    """

    database_url: str
    broker_url: str
    token_public_keys: str
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    web_workers: int = 2
    web_threads: int = 4  # requests of one process that are worked on at once
    web_waiting: int = 32  # and that wait for their turn; who comes then is told 503 at once
    web_patience: int = 10  # seconds one waits at most
    database_pool: int = 5
    clock_threads: int = 4
    prefetch: int = 200
    metrics_port: int = 0
    silence_seconds: int = 300  # a loop that gives no sign of life for so long ends its process; 0: never
    metrics_folder: str = ""
    log_level: str = "info"
    root_path: str = ""
    trusted_proxies: int = 0  # how many of our own proxies stand in front; only their word on the caller is believed
    sign_in_url: str = "/intake/sign-in"
    keep_sent_days: int = 14
    keep_handled_days: int = 60

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> typing.Self:
        """Raises BadSettings that names every unknown, missing or unreadable variable at once."""
        known = {PREFIX + f.name.upper(): f for f in fields(cls)}
        hints = typing.get_type_hints(cls)
        faults: list[str] = []
        given = _given(environ, known, faults)
        values: dict[str, typing.Any] = {}
        for name, field in known.items():
            if name not in given:
                if field.default is MISSING and field.default_factory is MISSING:
                    faults.append(f"{name} is missing")
                continue
            try:
                values[field.name] = _convert(given[name], hints[field.name])
            except ValueError as error:
                faults.append(f"{name}: {error}")
        if faults:
            raise BadSettings("\n".join(sorted(faults)))
        return cls(**values)

    def __post_init__(self):
        if self.keep_handled_days <= self.keep_sent_days:
            raise BadSettings(f"{PREFIX}KEEP_HANDLED_DAYS must exceed {PREFIX}KEEP_SENT_DAYS: {FORGETFUL}")


def _given(environ: Mapping[str, str], known: Mapping, faults: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in environ.items():
        if not name.startswith(PREFIX):
            continue
        target = name.removesuffix("_FILE")
        if name in known:
            given[name] = value
        elif name.endswith("_FILE") and target in known:
            if target in environ:
                faults.append(f"{target} and {name} are both set")
            elif not Path(value).is_file():
                faults.append(f"{name} names no file")
            else:
                given[target] = Path(value).read_text().strip()
        else:
            faults.append(f"{name} is not a setting")
    return given


def _convert(value: str, kind) -> object:
    if isinstance(kind, types.UnionType):
        kind = next(k for k in typing.get_args(kind) if k is not type(None))
    if kind is bool:
        if value.lower() not in TRUE | FALSE:
            raise ValueError("true or false is expected")
        return value.lower() in TRUE
    if kind is int:
        try:
            return int(value)
        except ValueError:
            raise ValueError("a whole number is expected") from None
    return value
