"""Files are shown as what they are, to whoever may, in a box without rights; taken away on record, then swept."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PIL import Image

from services.intake.attachments.models import Attachment, StoredFile
from services.intake.attachments.usecases import sweep_files
from services.intake.attachments.usecases.keep_file import Handed, files_of, store_all
from services.intake.tests.attachments.conftest import paper, picture, recording
from services.intake.tests.calls.conftest import platform, push, record  # noqa: F401
from shared.files import FileGone, key_of
from shared.principal import Principal
from shared.testing.people import NEIGHBOUR, OPERATOR, SITE
from shared.testing.servers import s3_server

LATER = timedelta(days=2)


def stored(files_folder) -> set:
    return {path for path in files_folder.rglob("*") if path.is_file()}


def bytes_of(client, who, attachment, part="content", **options):
    return client.as_(who).get(f"/attachments/{attachment['id']}/{part}", **options)


def test_a_picture_is_shown_in_a_box_under_a_plain_name(kept, client, desk):
    ticket, attachment = kept
    answer = bytes_of(client, desk, attachment)
    assert Image.open(io.BytesIO(answer.data)).size == (640, 480) and answer.mimetype == "image/jpeg"
    said = answer.headers
    assert said["Content-Disposition"] == f"inline; filename={ticket['number']}-1.jpg"
    assert said["X-Content-Type-Options"] == "nosniff" and said["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "sandbox" in said["Content-Security-Policy"] and "default-src 'none'" in said["Content-Security-Policy"]
    assert said["Cache-Control"] == "private, no-cache"
    assert bytes_of(client, desk, attachment, headers={"If-None-Match": said["ETag"]}).status_code == 304


@pytest.mark.parametrize(("content", "name"), [(paper(), "a.pdf"), (recording(), "a.wav")])
def test_everything_else_is_a_download_of_which_parts_may_be_asked(content, name, send, opened, client, desk):
    attachment = send(opened(), content, name).json
    answer = bytes_of(client, desk, attachment, headers={"Range": "bytes=0-3"})
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=T-2026-")
    assert answer.status_code == 206 and answer.data == content[:4]
    assert bytes_of(client, desk, attachment, headers={"If-Match": '"another"'}).data == content
    assert bytes_of(client, desk, attachment, headers={"Range": "bytes=99999-"}).status_code == 416


def test_a_name_is_read_by_who_may_open_the_file_and_masked_for_others(kept, client, desk, cashier, head_office):
    """RF-6: people name files by whom they are about."""
    ticket, attachment = kept
    listed = lambda who: client.as_(who).get(f"/tickets/{ticket['id']}/attachments").json[0]  # noqa: E731
    assert listed(desk)["name"] == "李敏 13812345521.jpg" and listed(desk)["opens"]
    for who in (cashier, head_office):
        assert listed(who)["name"] == f"{ticket['number']}-1.jpg" and not listed(who)["opens"]
        assert bytes_of(client, who, attachment).status_code == 403


def test_files_of_others_are_not_there(kept, client, stranger, desk):
    ticket, attachment = kept
    for who in (stranger, NEIGHBOUR):
        assert bytes_of(client, who, attachment).status_code == 404
        assert bytes_of(client, who, attachment, "thumbnail").status_code == 404
        assert client.as_(who).get(f"/tickets/{ticket['id']}/attachments").status_code == 404
        path = f"/attachments/{attachment['id']}/remove"
        assert client.as_(who).post(path, json={"reason": "x"}).status_code == 404
    assert bytes_of(client, desk, {"id": UUID(int=1)}).status_code == 404


def test_a_platform_adds_to_what_it_pushed_and_to_nothing_else(kept, client, push, platform, send):  # noqa: F811
    """The recording of the call comes from the call centre."""
    ticket, attachment = kept
    own = {"id": push(record("with a recording")).json["ticket_id"]}
    roles = {str(SITE): ("integration",)}
    subject = f"integration:{platform.id}"
    machine = Principal(subject, "integration", "Hotline", "hotline", OPERATOR, roles)
    made = send(own, recording(), "call.wav", who=machine)
    assert made.status_code == 201 and bytes_of(client, machine, made.json).status_code == 200
    assert send(ticket, recording(), "call.wav", who=machine).status_code == 404
    assert bytes_of(client, machine, attachment).status_code == 404


def test_what_is_taken_away_is_on_record_and_its_content_and_name_are_not(
    kept, client, desk, store, on_record, files_folder, cashier
):
    ticket, attachment = kept
    path = f"/attachments/{attachment['id']}/remove"
    assert client.as_(desk).post(path, json={}).status_code == 422
    assert client.as_(cashier).post(path, json={"reason": "x"}).status_code == 403
    gone = client.as_(desk).post(path, json={"reason": "拍到了邻居"}).json
    assert (gone["removed_by"], gone["remove_reason"], gone["opens"]) == ("Desk", "拍到了邻居", False)
    assert client.as_(desk).post(path, json={"reason": "x"}).status_code == 404
    assert bytes_of(client, desk, attachment).status_code == 404
    act = on_record()[-1]
    assert act.action == "attachment.removed" and act.because == "拍到了邻居" and attachment["received"] in act.before
    kinds = [line["kind"] for line in client.as_(desk).get(f"/tickets/{ticket['id']}/chronicle").json["items"]]
    assert {"attachment.added", "attachment.removed"} <= set(kinds)
    with store.reading(None) as session:
        row = session.query(Attachment).one()
        assert row.given_name is row.key is row.thumbnail_key is None
    before = stored(files_folder)
    assert sweep_files(store, datetime.now(UTC) + LATER) == 2
    assert len(before - stored(files_folder)) == 2


def test_it_may_be_sent_again_after_it_was_taken_away(kept, client, desk, send):
    ticket, attachment = kept
    client.as_(desk).post(f"/attachments/{attachment['id']}/remove", json={"reason": "x"})
    again = send(ticket, picture())
    assert again.status_code == 201 and again.json["position"] == 2
    assert bytes_of(client, desk, again.json).status_code == 200


def test_the_clock_removes_what_belongs_to_nothing_and_nothing_else(kept, client, desk, store, tick, files_folder):
    """Somebody pulled the plug between storing and noting whose it is."""
    _, attachment = kept
    handed = Handed(paper(b"lost"), "a.pdf")
    lost = key_of(OPERATOR, SITE, handed.content)
    store_all(store, desk, SITE, {lost: handed.content})
    tick(datetime.now(UTC))
    assert (files_folder / lost).exists()
    tick(datetime.now(UTC) + LATER)
    assert not (files_folder / lost).exists()
    assert bytes_of(client, desk, attachment).status_code == 200
    with store.reading(None) as session:
        assert session.query(StoredFile).count() == 2


def test_what_is_handed_in_again_in_the_meantime_stays(store, desk, files_folder, place):
    """The sweep found it unwanted; before it came to it, somebody stored it anew."""
    from services.intake.attachments.queries import nobodys
    from services.intake.attachments.usecases.sweep_files import GRACE, remove_file

    content = paper(b"again")
    key = key_of(OPERATOR, SITE, content)
    store_all(store, desk, SITE, {key: content})
    later = datetime.now(UTC) + LATER
    with store.reading(None) as session:
        (found,) = session.scalars(nobodys(later - GRACE))
    with store.work(desk, now=later) as work:
        work.session.get(StoredFile, key).put_at = work.now
    assert remove_file(store, files_of(store), found, later) is False and (files_folder / key).exists()


def test_the_file_is_there_before_it_belongs_to_the_ticket(opened, send, store, monkeypatch, client, desk):
    """A store that fails leaves no row that points at nothing."""
    from shared.errors import Unavailable
    from shared.files.folder import FolderFiles

    def full(*_):
        raise Unavailable("The file cannot be stored: No space left on device.")

    monkeypatch.setattr(FolderFiles, "put", full)
    ticket = opened()
    assert send(ticket, picture(colour="green")).status_code == 503
    assert client.as_(desk).get(f"/tickets/{ticket['id']}/attachments").json == []
    monkeypatch.undo()
    assert send(ticket, picture(colour="green")).status_code == 201


def test_a_stored_file_that_a_disk_damaged_is_not_shown(kept, client, desk, store, files_folder):
    _, attachment = kept
    with store.reading(None) as session:
        key = session.query(Attachment).one().key
    whole = (files_folder / key).read_bytes()
    (files_folder / key).write_bytes(b"<script>")
    answer = bytes_of(client, desk, attachment)
    assert answer.status_code == 503 and answer.json["code"] == "file-damaged"
    (files_folder / key).unlink()
    assert bytes_of(client, desk, attachment).status_code == 404
    (files_folder / key).write_bytes(whole)
    with pytest.raises(FileGone):
        files_of(store).read(key_of(OPERATOR, SITE, b"never"))


def test_a_bucket_keeps_them_as_a_folder_does(opened, send, client, desk, store, monkeypatch):
    with s3_server() as address:
        place = {"files_place": f"s3://files/intake?endpoint={address}&region=us-east-1"}
        keys = {"files_access_key": "key", "files_secret_key": "secret"}
        monkeypatch.setattr(store, "settings", replace(store.settings, **place, **keys))
        made = send(opened(), recording(), "call.wav").json
        assert bytes_of(client, desk, made).data == recording()
        client.as_(desk).post(f"/attachments/{made['id']}/remove", json={"reason": "x"})
        key = key_of(OPERATOR, SITE, recording())
        assert files_of(store).read(key) == recording()
        assert sweep_files(store, datetime.now(UTC) + LATER) == 1
        with pytest.raises(FileGone):
            files_of(store).read(key)
