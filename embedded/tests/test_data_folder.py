"""The data folder keeps keys for its owner only, and knows whether its centre runs."""

import json
import os
import stat

from embedded.centre import Centre
from embedded.folder import SERVICES, DataFolder
from embedded.running import by_service
from shared.web import tokens


def test_keys_are_made_once_and_readable_by_their_owner_only(tmp_path):
    folder = DataFolder(tmp_path / "data")
    private, public = folder.keys()
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert (private, public) == DataFolder(tmp_path / "data").keys()
    assert "d" not in json.loads(public)["keys"][0]
    tokens.check_keys(public)


def test_only_intake_is_given_the_private_key(tmp_path):
    centre = Centre(DataFolder(tmp_path))
    given = {name: centre.environ_of(name) for name in SERVICES}
    assert [name for name in SERVICES if "FRONTDESK_TOKEN_PRIVATE_KEY_FILE" in given[name]] == ["intake"]
    assert len({given[name]["FRONTDESK_DATABASE_URL"] for name in SERVICES}) == len(SERVICES)
    assert {given[name]["FRONTDESK_BROKER_URL"] for name in SERVICES} == {folder_bus(tmp_path)}


def folder_bus(path) -> str:
    return f"embedded:///{path.resolve()}/bus.db"


def test_real_servers_are_named_by_a_pattern(tmp_path):
    databases = by_service("postgresql://{service}:secret@db/frontdesk_{service}")
    centre = Centre(
        DataFolder(tmp_path), databases=databases, broker=by_service("amqp://{service}:secret@mq/frontdesk")
    )
    told = centre.environ_of("notify")
    assert told["FRONTDESK_DATABASE_URL"] == "postgresql://notify:secret@db/frontdesk_notify"
    assert told["FRONTDESK_BROKER_URL"] == "amqp://notify:secret@mq/frontdesk"
    assert by_service(None) is None


def test_a_centre_that_ended_without_a_word_is_not_taken_for_running(tmp_path):
    folder = DataFolder(tmp_path)
    folder.note_running("http://127.0.0.1:1", os.getpid())
    assert folder.url() == "http://127.0.0.1:1"
    folder.note_running("http://127.0.0.1:1", 2**22 - 3)
    assert folder.url() is None
