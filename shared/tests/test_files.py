"""A file store keeps what it was given, in a folder and in a bucket of an S3 server alike."""

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.errors import Unavailable
from shared.files import FileDamaged, FileGone, NoPlace, key_of, open_files
from shared.files.folder import UNFINISHED, FolderFiles
from shared.files.opening import fault_of
from shared.testing.people import OPERATOR, OTHER_OPERATOR, SITE
from shared.testing.servers import s3_server

CONTENT = b"a picture" * 1000
KEY = key_of(OPERATOR, SITE, CONTENT)


@pytest.fixture(scope="module")
def s3_address():
    with s3_server() as address:
        yield address


@pytest.fixture(params=["folder", "s3"])
def files(request, tmp_path):
    if request.param == "folder":
        return open_files(f"folder://{tmp_path}/kept")
    address = request.getfixturevalue("s3_address")
    return open_files(f"s3://files/{tmp_path.name}?endpoint={address}&region=us-east-1", "key", "secret")


def test_what_was_put_is_read_as_often_as_one_likes(files):
    for _ in range(2):
        files.put(KEY, CONTENT)
    assert files.read(KEY) == CONTENT


def test_what_was_removed_or_never_put_is_gone(files):
    with pytest.raises(FileGone):
        files.read(KEY)
    files.put(KEY, CONTENT)
    for _ in range(2):
        files.remove(KEY)
    with pytest.raises(FileGone):
        files.read(KEY)


def test_what_is_not_what_its_name_says_is_not_handed_out(files):
    files.put(KEY, b"something else")
    with pytest.raises(FileDamaged):
        files.read(KEY)
    files.put(KEY, CONTENT)
    assert files.read(KEY) == CONTENT


@pytest.mark.parametrize("key", ["../../etc/passwd", f"{KEY}/..", f"/{KEY}", KEY.upper(), "", f"{KEY}\n"])
def test_no_name_leads_out_of_the_place(files, key):
    for verb in (lambda: files.put(key, b""), lambda: files.read(key), lambda: files.remove(key)):
        with pytest.raises(ValueError, match="not the name"):
            verb()


def test_names_are_of_the_content_below_operator_and_site():
    assert KEY == f"{OPERATOR}/{SITE}/{KEY[-64:-62]}/{hashlib.sha256(CONTENT).hexdigest()}"
    assert key_of(OTHER_OPERATOR, SITE, CONTENT) != KEY == key_of(UUID(str(OPERATOR)), SITE, CONTENT)


def test_only_the_owner_of_the_process_reads_a_folder(tmp_path):
    FolderFiles(tmp_path / "kept").put(KEY, CONTENT)
    modes = {oct((tmp_path / "kept" / part).stat().st_mode & 0o777) for part in (KEY, *[KEY.rsplit("/", 1)[0]])}
    assert modes == {"0o600", "0o700"}


def test_what_a_killed_process_left_half_written_is_no_file_and_is_swept(tmp_path):
    """Really killed, in the moment before the file gets its name."""
    files = FolderFiles(tmp_path / "kept")
    asked = (
        "import os, sys; from shared.files.folder import FolderFiles; from pathlib import Path\n"
        "os.replace = lambda *_: os._exit(9)\n"
        "FolderFiles(Path(sys.argv[1])).put(sys.argv[2], b'a picture' * 1000)"
    )
    ended = subprocess.run([sys.executable, "-c", asked, str(tmp_path / "kept"), KEY], check=False)  # noqa: S603
    assert ended.returncode == 9
    (left,) = (tmp_path / "kept").rglob(f"{UNFINISHED}*")
    with pytest.raises(FileGone):
        files.read(KEY)
    assert files.forget_unfinished(datetime.now(UTC) - timedelta(hours=1)) == 0 and left.exists()
    assert files.forget_unfinished(datetime.now(UTC) + timedelta(seconds=1)) == 1 and not left.exists()


def test_bytes_and_names_are_flushed_before_a_put_returns(tmp_path, monkeypatch):
    flushed, real = [], os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (flushed.append(os.readlink(f"/proc/self/fd/{handle}")), real(handle))
    )
    FolderFiles(tmp_path / "kept").put(KEY, CONTENT)
    assert any(UNFINISHED in path for path in flushed)
    assert flushed[-1].endswith(KEY.rsplit("/", 1)[0]) and str(tmp_path / "kept") in flushed


def test_a_place_without_room_or_rights_says_so_and_leaves_nothing(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="No space"):
        FolderFiles(tmp_path / "kept").put(KEY, CONTENT)
    monkeypatch.undo()
    assert not [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]


def test_a_bucket_that_does_not_answer_is_unavailable():
    files = open_files("s3://files?endpoint=http://127.0.0.1:9&region=us-east-1", "key", "secret")
    with pytest.raises(Unavailable, match="does not answer"):
        files.read(KEY)


def test_a_bucket_that_is_not_there_is_refused_aloud(s3_address):
    files = open_files(f"s3://none?endpoint={s3_address}&region=us-east-1", "key", "secret")
    with pytest.raises(Unavailable):
        files.put(KEY, CONTENT)


def test_without_an_address_nothing_is_stored():
    with pytest.raises(NoPlace, match="FRONTDESK_FILES_PLACE"):
        open_files("")


@pytest.mark.parametrize(
    "url", ["", "folder:///var/files", "s3://files", "s3://files/a?endpoint=https://host&region=x"]
)
def test_an_address_that_can_be_read(url):
    assert fault_of(url) is None


@pytest.mark.parametrize(
    "url", ["/var/files", "folder://host/x", "folder:x", "s3:///x", "s3://k:s@files", "s3://files?secret=x", "ftp://x"]
)
def test_an_address_that_cannot_be_read_is_said(url):
    assert fault_of(url)
