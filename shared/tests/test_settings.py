"""Settings are checked before anything starts, and all faults are listed at once."""

from dataclasses import dataclass

import pytest

from shared.settings import BadSettings, Settings

GOOD = {
    "FRONTDESK_DATABASE_URL": "sqlite:///x.db",
    "FRONTDESK_BROKER_URL": "embedded:///bus.db",
    "FRONTDESK_TOKEN_PUBLIC_KEYS": "{}",
}


@dataclass(frozen=True, kw_only=True)
class DeskSettings(Settings):
    polite: bool = True
    secret: str


def test_values_get_their_types():
    given = DeskSettings.read({**GOOD, "FRONTDESK_SECRET": "s", "FRONTDESK_POLITE": "no", "FRONTDESK_HTTP_PORT": "81"})
    assert (given.polite, given.http_port, given.log_level) == (False, 81, "info")


def test_every_fault_is_listed_at_once():
    bad = {"FRONTDESK_HTTP_PORT": "eighty", "FRONTDESK_POLTIE": "yes", "FRONTDESK_POLITE": "perhaps", "OTHER": "1"}
    with pytest.raises(BadSettings) as refused:
        DeskSettings.read(bad)
    said = str(refused.value)
    faults = ("DATABASE_URL is missing", "SECRET is missing", "POLTIE is not a setting", "HTTP_PORT: a", "POLITE: true")
    for name in faults:
        assert f"FRONTDESK_{name}" in said
    assert "OTHER" not in said


def test_a_secret_may_lie_in_a_file(tmp_path):
    (tmp_path / "secret").write_text("s3\n")
    given = DeskSettings.read({**GOOD, "FRONTDESK_SECRET_FILE": str(tmp_path / "secret")})
    assert given.secret == "s3"


@pytest.mark.parametrize(
    "extra", [{"FRONTDESK_SECRET_FILE": "/nowhere"}, {"FRONTDESK_SECRET_FILE": "/x", "FRONTDESK_SECRET": "s"}]
)
def test_a_file_that_is_missing_or_doubled_is_refused(extra):
    with pytest.raises(BadSettings):
        DeskSettings.read({**GOOD, **extra})


def test_a_reader_must_not_forget_before_the_announcer_does():
    given = {**GOOD, "FRONTDESK_KEEP_HANDLED_DAYS": "14", "FRONTDESK_KEEP_SENT_DAYS": "14"}
    with pytest.raises(BadSettings, match="KEEP_HANDLED_DAYS must exceed"):
        Settings.read(given)
