"""Secrets are made at random, kept closed, changed one at a time, and are never part of the tree (2.7, item 12)."""

import json
import re
import stat
from datetime import UTC, datetime
from fnmatch import fnmatch

import pytest

from deploy.__main__ import main
from deploy.keys import KeyFolder
from shared.errors import Unauthenticated
from shared.testing.people import DESK
from shared.web import tokens
from tests.deploy.stage import OVERLAYS, ROOT, compose, documents, rendered

NAMED = r"(?i)(?:password|passwd|secret|token|private_key|api_?key)[\"']?[ \t]*(?::(?!')|=)[ \t]*[\"']?"
VALUE = re.compile(NAMED + r"(?![/$#:{\[]|_FILE)[^\s\"'{}\[\]]{8,}")
RANDOM = re.compile(r"\b[0-9a-f]{32,}\b|-----BEGIN|whsec_\w{8,}|fdk_[0-9a-f]{8,}|://\w+:[^@/\s${]+@")


def told(text: str) -> list[str]:
    """What looks like a secret that somebody wrote down."""
    return [found.group() for expression in (VALUE, RANDOM) for found in expression.finditer(text)]


def test_the_folder_is_closed_and_its_files_can_be_read_by_the_users_of_containers(keys):
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in keys.path.iterdir()} == {0o444}


def test_no_secret_is_used_twice_and_another_centre_has_others(keys, brought):
    made = [file.read_text() for file in keys.path.iterdir() if file.name.endswith(("_password", "_key", "_cookie"))]
    assert len(set(made)) == len(made) > 10
    assert not {value for held in brought.values() for value in held.values()} & set(made)


def test_preparing_again_changes_no_secret(tmp_path):
    folder = KeyFolder(tmp_path / "keys")
    folder.prepare()
    before = {file.name: file.read_text() for file in folder.path.iterdir()}
    folder.prepare()
    after = {file.name: file.read_text() for file in folder.path.iterdir()}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"rabbitmq_definitions.json"}, "whose salts are new each time"


def test_a_deleted_password_is_made_anew_with_everything_that_follows_from_it(tmp_path):
    folder = KeyFolder(tmp_path / "keys")
    folder.prepare()
    before = {service: folder.read(f"{service}_broker_url") for service in ("intake", "notify")}
    (folder.path / "intake_broker_password").unlink()
    folder.prepare()
    assert folder.read("intake_broker_url") != before["intake"] and folder.read("notify_broker_url") == before["notify"]
    assert folder.read("intake_broker_password") in folder.read("intake_broker_url")


def test_changing_the_token_key_signs_anew_and_still_believes_the_former(tmp_path):
    folder, now = KeyFolder(tmp_path / "keys"), datetime.now(UTC)
    folder.prepare()
    former = tokens.mint(folder.read("token_private_key"), DESK, now=now)
    folder.change_token_key()
    folder.prepare()
    latter = tokens.mint(folder.read("token_private_key"), DESK, now=now)
    public = folder.read("token_public_keys")
    assert tokens.read(former, public).login == tokens.read(latter, public).login == DESK.login
    (folder.path / "token_private_key.former").unlink()
    folder.prepare()
    with pytest.raises(Unauthenticated):
        tokens.read(former, folder.read("token_public_keys"))


def test_the_command_writes_the_place_and_not_the_secrets_into_the_environment_file(tmp_path, capsys):
    assert main(["secrets", "--folder", f"{tmp_path}/keys", "--environment", f"{tmp_path}/.env"]) == 0
    written = tmp_path / ".env"
    assert written.read_text() == f"SECRETS={tmp_path}/keys\n" and stat.S_IMODE(written.stat().st_mode) == 0o600
    said = "".join(capsys.readouterr())
    assert not any(file.read_text().strip() in said for file in (tmp_path / "keys").iterdir())


def test_the_command_prints_secrets_for_kubernetes(tmp_path, capsys):
    assert main(["manifests", "--folder", f"{tmp_path}/keys"]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert {item["kind"] for item in items} == {"Secret"} and len(items) == 9
    assert {item["metadata"]["namespace"] for item in items} == {"frontdesk-dev"}


def test_no_secret_stands_in_the_tree():
    files = [ROOT / "docker-compose.yml", *(ROOT / "services").glob("*/Dockerfile")]
    files += [
        f
        for part in ("k8s", "deploy")
        for f in (ROOT / part).rglob("*")
        if f.suffix in (".yaml", ".conf", ".sh", ".template")
    ]
    assert {str(file.relative_to(ROOT)): found for file in files if (found := told(file.read_text()))} == {}
    for overlay in OVERLAYS:
        assert told(rendered(overlay)) == [] and not [d for d in documents(overlay) if d["kind"] == "Secret"]


def test_what_compose_resolves_names_files_and_no_secret(keys):
    said = json.dumps(compose(keys.path))
    assert not [file.name for file in keys.path.iterdir() if file.read_text().strip() in said]


@pytest.mark.parametrize(
    "text",
    ["POSTGRES_PASSWORD: postgres123", "RABBITMQ_DEFAULT_PASS_TOKEN=hunter2hunter", "amqp://intake:intake@rabbitmq"]
    + ["x: 0123456789abcdef0123456789abcdef", "-----BEGIN PRIVATE KEY-----"],
)
def test_a_secret_in_the_tree_would_be_found(text):
    assert told(text)


@pytest.mark.parametrize("path", [".env", "var/secrets/token_private_key"])
def test_what_the_command_writes_is_ignored_by_git(path):
    lines = [line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()]
    assert any(fnmatch(path, line) or path.startswith(line + "/") for line in lines if line)
