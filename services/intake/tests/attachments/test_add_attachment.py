"""Pictures, PDFs and recordings are known by what is in them, drawn anew, and kept once (services.md §1)."""

import io
import struct

import pytest
from PIL import Image, PngImagePlugin

from services.intake.attachments.models import Attachment, StoredFile
from services.intake.directory.models import Site
from services.intake.tests.attachments.conftest import paper, picture, recording
from shared.testing.people import NEIGHBOUR, SITE

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

MP3 = (b"\xff\xf3\x48\xc4" + b"\0" * 140) * 6  # bare frames of 16 kHz, as call centres record them
FRAMES = {"a.wav": (recording(), "audio/wav"), "a.mp3": (b"ID3\x04\0\0\0\0\0\0" + MP3, "audio/mpeg")}
SOUNDS = {
    **FRAMES,
    "bare.mp3": (MP3, "audio/mpeg"),
    "a.m4a": (b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0" + b"\0" * 50, "audio/mp4"),
    "a.ogg": (b"OggS\0\2" + b"\0" * 20 + b"\x01\x13OpusHead\x01\x01" + b"\0" * 50, "audio/ogg"),
    "a.amr": (b"#!AMR\n" + b"\x3c" * 100, "audio/amr"),
}


def set_rules(store, desk, **rules):
    with store.work(desk) as work:
        site = work.session.get(Site, SITE)
        site.settings = {**site.settings, "rules": {"attachments": rules}}


def content_of(client, who, attachment, part="content"):
    return client.as_(who).get(f"/attachments/{attachment['id']}/{part}")


def test_a_picture_is_kept_as_plain_jpeg_with_a_small_one(send, opened, client, desk):
    ticket = opened()
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        made = send(ticket, picture(kind, size=(1200, 800)), f"photo.{kind.lower()}").json
        assert (made["shape"], made["media_type"], made["width"], made["height"]) == ("image", "image/jpeg", 1200, 800)
        whole, small = (content_of(client, desk, made, part) for part in ("content", "thumbnail"))
        assert Image.open(io.BytesIO(whole.data)).format == "JPEG"
        assert Image.open(io.BytesIO(small.data)).size == (320, 213)


def test_no_place_owner_comment_or_script_of_a_picture_survives(send, opened, client, desk):
    """RF-6: a phone writes into a photo where it was taken."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "<script>alert(1)</script>", "李敏"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture(exif=exif.tobytes(), comment=b"<script>alert(2)</script>") + b"<script>alert(3)</script>"
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "<script>alert(4)</script>")
    for content in (sent, picture("PNG", pnginfo=words)):
        made = send(opened(), content, "photo").json
        for part in ("content", "thumbnail"):
            kept = content_of(client, desk, made, part).data
            assert b"<script" not in kept and "李敏".encode() not in kept
            assert not Image.open(io.BytesIO(kept)).getexif() and "comment" not in Image.open(io.BytesIO(kept)).info


def test_a_picture_taken_sideways_is_kept_the_right_way_up(send, opened):
    exif = Image.Exif()
    exif[0x0112] = 6
    made = send(opened(), picture(size=(640, 480), exif=exif.tobytes())).json
    assert (made["width"], made["height"]) == (480, 640)


def test_a_large_picture_is_kept_as_large_as_the_site_says(send, opened, store, desk, place):
    set_rules(store, desk, longest_edge=1000)
    made = send(opened(), picture(size=(4000, 2000))).json
    assert (made["width"], made["height"]) == (1000, 500)


def test_a_phones_picture_with_a_second_one_behind_it_is_kept_as_the_first(send, opened):
    """As iPhones write their JPEG: twelve million dots, and how bright they are as a picture of its own."""
    behind = Image.new("RGB", (1008, 756), "grey")
    made = send(opened(), picture("MPO", size=(4032, 3024), save_all=True, append_images=[behind])).json
    assert (made["shape"], made["width"], made["height"]) == ("image", 2400, 1800)


def test_recordings_are_kept_as_they_came(send, opened, client, desk):
    ticket = opened()
    for name, (content, kind) in SOUNDS.items():
        made = send(ticket, content, name).json
        assert (made["shape"], made["media_type"]) == ("audio", kind), name
        assert content_of(client, desk, made).data == content
        assert content_of(client, desk, made, "thumbnail").status_code == 404


def test_a_pdf_is_kept_as_it_came(send, opened, client, desk):
    made = send(opened(), paper(), "quote.pdf", declared="application/pdf").json
    assert (made["shape"], made["size"]) == ("pdf", len(paper()))
    assert content_of(client, desk, made).data == paper()


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it has so many dots."""
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + chunk(b"IEND", b"")


REFUSED = {
    "called a picture, is a PDF": (paper(), "photo.jpg", None, "Name it .pdf"),
    "called a PDF, is a picture": (picture(), "paper.pdf", None, "Name it .jpg"),
    "called a program": (picture(), "photo.jpg.exe", None, "Name it .jpg"),
    "said to be a page": (picture(), "photo.jpg", "text/html", "Send it as image/jpeg"),
    "said to be sound": (picture(), "photo", "audio/mpeg", "Send it as image/jpeg"),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "a.svg", None, "can carry scripts"),
    "an SVG called a PNG": (b'<?xml version="1.0"?><svg onload="x()"/>', "a.png", "image/png", "A picture (JPEG"),
    "a page": (b"<!doctype html><html><script>alert(1)</script>", "a.jpg", "image/jpeg", "can carry scripts"),
    "a script": (b"alert(document.cookie)", "a.jpg", None, "A picture (JPEG"),
    "a program": (b"MZ\x90\0" + b"\0" * 200, "a.jpg", None, "A picture (JPEG"),
    "an archive": (b"PK\3\4" + b"\0" * 100, "a.pdf", None, "A picture (JPEG"),
    "an iPhone's own picture": (
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50,
        "a.heic",
        None,
        "Set the phone to JPEG",
    ),
    "a film": (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 50, "a.mp4", None, "Films are not kept"),
    "a film called Ogg": (b"OggS\0\2" + b"\0" * 20 + b"\x80theora" + b"\0" * 50, "a.ogg", None, "a recording"),
    "nothing": (b"", "a.jpg", None, "A picture (JPEG"),
    "a page that begins like a GIF": (b"GIF89a/*<script>*/=1;", "a.gif", None, "save it anew"),
    "half a picture": (picture(size=(900, 900), colour="blue")[:3000], "a.jpg", None, "save it anew"),
    "a bomb of dots": (png_of(60_000, 60_000), "a.png", None, "million dots; take it"),
    "a bomb just over": (png_of(4_000, 2_501), "a.png", None, "At most 10 million dots"),
    "a PDF with a script": (
        paper(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "a.pdf",
        None,
        "Print it to a PDF",
    ),
    "a PDF with a file inside": (paper(b"/EmbeddedFile"), "a.pdf", None, "Print it to a PDF"),
    "a PDF without an end": (b"%PDF-1.7\n" + b"x" * 5000, "a.pdf", None, "a PDF"),
}


def test_what_is_not_kept_is_refused_with_what_would_be_right(send, opened, store, files_folder):
    before, ticket, kept = sorted(files_folder.rglob("*")), opened(), {}
    for case, (content, name, declared, right) in REFUSED.items():
        answer = send(ticket, content, name, declared=declared)
        if answer.status_code != 422 or right not in " ".join(answer.json["errors"]["file"]):
            kept[case] = answer.json
    assert kept == {} and sorted(files_folder.rglob("*")) == before
    with store.reading(None) as session:
        assert session.query(StoredFile).count() == session.query(Attachment).count() == 0


def test_of_each_kind_no_more_than_the_site_says(send, opened, store, desk, place):
    set_rules(store, desk, pdf_mb=1, per_ticket=1)
    ticket = opened()
    refused = send(ticket, paper(b"x" * 1024 * 1024), "a.pdf")
    assert refused.status_code == 422 and "At most 1 MB for application/pdf" in refused.json["errors"]["file"][0]
    assert send(ticket, paper(), "a.pdf").status_code == 201
    refused = send(ticket, picture(), "a.jpg")
    assert refused.status_code == 422 and "At most 1 for one ticket" in refused.json["errors"]["file"][0]


def test_what_is_larger_than_the_door_is_not_even_read(send, opened):
    assert send(opened(), b"\0" * (16 * 1024 * 1024 + 1), "a.wav").status_code == 413


def test_the_same_file_again_is_the_one_there_is(send, opened, store):
    """A phone that did not hear the answer sends again; at another ticket it is another's file, kept once."""
    ticket, other = opened(), opened()
    first, again = send(ticket, picture()), send(ticket, picture(), "another name.jpg")
    assert (first.status_code, again.status_code) == (201, 200) and first.json["id"] == again.json["id"]
    assert send(other, picture()).status_code == 201
    with store.reading(None) as session:
        assert session.query(Attachment).count() == session.query(StoredFile).count() == 2


def test_without_a_file_or_a_place_to_keep_it_that_is_said(client, desk, opened, send, store, monkeypatch):
    answer = client.as_(desk).post(f"/tickets/{opened()['id']}/attachments", data={"note": "x"})
    assert answer.status_code == 422 and "file" in answer.json["errors"]
    from dataclasses import replace

    monkeypatch.setattr(store, "settings", replace(store.settings, files_place=""))
    answer = send(opened(), picture())
    assert answer.status_code == 503 and answer.json["code"] == "no-place-for-files"


def test_who_has_no_part_in_it_adds_nothing(send, opened, cashier, stranger, technician):
    ticket = opened()
    assert send(ticket, picture(), who=cashier).status_code == 403
    assert send(ticket, picture(), who=stranger).status_code == 404
    assert send(ticket, picture(), who=NEIGHBOUR).status_code == 404
    assert send(ticket, picture(), who=technician).status_code == 201
