"""No secret in the repository, none with a default, none on a command line (reliability.md 2.7 item 12)."""

import importlib
import math
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from shared.settings import BadSettings

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "dispatch", "billing", "notify")
PATTERNS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{20}"),
    "the private half of a JWK": re.compile(r'"d"\s*:\s*"[A-Za-z0-9_-]{40,}"'),
    "an API key of ours": re.compile(r"fdk_[0-9a-f]{32}_[A-Za-z0-9_-]{20,}"),
    "a push secret": re.compile(r"whsec_([A-Za-z0-9+/]{32,}={0,2})"),
    "a token": re.compile(r"eyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}"),
    "a password in an address": re.compile(
        r"(?:postgresql|amqps?|smtps?)://\w+:(?!test@|private@|…|\{|\$|<)([^@\s/{]{8,})@"
    ),
    "a key of a cloud": re.compile(r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-[0-9A-Za-z-]{10,})"),
}
WORTH_READING = 400_000


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines()]


def secrets_in(text: str) -> list[str]:
    found = []
    for name, pattern in PATTERNS.items():
        for hit in pattern.finditer(text):
            if name != "a push secret" or is_random(hit[1]):
                found.append(f"{name}: {hit[0][:12]}…")
    return found


def is_random(said: str) -> bool:
    """Bits per letter: what a person made up repeats itself; base64 of words holds words."""
    import base64
    import binascii

    try:
        plain = base64.b64decode(said + "=" * (-len(said) % 4))
    except binascii.Error:
        plain = said.encode()
    if plain.isascii() and plain.decode().isprintable():
        return False
    counted = Counter(said)
    return -sum(n / len(said) * math.log2(n / len(said)) for n in counted.values()) > 3.5


def test_the_repository_holds_no_secret():
    found = {}
    for path in tracked():
        if path.is_file() and path.stat().st_size < WORTH_READING:
            try:
                said = secrets_in(path.read_text("utf-8"))
            except UnicodeDecodeError:
                continue
            if said:
                found[str(path.relative_to(ROOT))] = said
    assert found == {}


def test_a_planted_secret_is_found():
    from services.intake.accounts import keys
    from shared.ids import new_id
    from shared.web import tokens

    private, _public = tokens.generate_keys()
    planted = [
        private,
        keys.write_pair(new_id(), keys.new_secret(), mark=keys.API_KEY),
        keys.shown_push_secret(keys.new_push_secret()),
        "postgresql://frontdesk:" + "Tr0ub4dor-and-3@db/frontdesk",
        "-----BEGIN " + "PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEF",
    ]
    assert [bool(secrets_in(text)) for text in planted] == [True] * len(planted)


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_has_a_default(name):
    """Without them nothing starts; intake without a private key mints nothing."""
    settings = importlib.import_module(f"services.{name}.service").service.settings
    with pytest.raises(BadSettings) as refused:
        settings.read({})
    for wanted in ("DATABASE_URL", "BROKER_URL", "TOKEN_PUBLIC_KEYS"):
        assert f"FRONTDESK_{wanted} is missing" in str(refused.value)
    secret = [
        f for f in settings.__dataclass_fields__.values() if re.search("secret|password|private_key|token$", f.name)
    ]
    assert [f.name for f in secret if f.default and f.default not in ("", None) and isinstance(f.default, str)] == []


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_from_files_so_that_no_command_line_holds_them(name, tmp_path):
    """`_FILE` for every setting; there is no option of the command line for any of them."""
    settings = importlib.import_module(f"services.{name}.service").service.settings
    given = {"DATABASE_URL": "sqlite:///x.db", "BROKER_URL": "embedded:///b", "TOKEN_PUBLIC_KEYS": "{}"}
    environ = {}
    for wanted, value in given.items():
        file = tmp_path / wanted
        file.write_text(value)
        environ[f"FRONTDESK_{wanted}_FILE"] = str(file)
    read = settings.read(environ)
    assert (read.database_url, read.broker_url, read.token_public_keys) == tuple(given.values())
    arguments = (ROOT / "shared" / "service.py").read_text("utf-8")
    assert not re.search(r'add_argument\(\s*"--[a-z-]*(?:password|secret|key|url)[a-z-]*"', arguments)
