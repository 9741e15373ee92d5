"""Files as people and platforms send them, and a folder to keep them in."""

import io
import wave

import pytest
from PIL import Image

from services.intake.tests.tickets.conftest import look, opened, tell  # noqa: F401


@pytest.fixture(scope="session")
def files_folder(tmp_path_factory):
    """One folder for the run: the doors are made once for these settings."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture
def extra_settings(files_folder) -> dict:
    return {"files_place": f"folder://{files_folder}"}


def picture(kind: str = "JPEG", size=(640, 480), colour="red", mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def recording() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 800)
    return out.getvalue()


def paper(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< " + inside + b" >>\nendobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture
def send(client, desk):
    """`send(ticket, content, name, who=…)` -> the answer of the door."""

    def hand_in(ticket: dict, content: bytes, name: str = "photo.jpg", *, who=desk, declared=None, note=None):
        part = (io.BytesIO(content), name, declared) if declared else (io.BytesIO(content), name)
        form = {"file": part, **({"note": note} if note else {})}
        path = f"/tickets/{ticket['id']}/attachments"
        return client.as_(who).post(path, data=form, content_type="multipart/form-data")

    return hand_in


@pytest.fixture
def kept(send, opened):  # noqa: F811
    """A picture of a leak, attached to its ticket: (ticket, attachment)."""
    ticket = opened()
    answer = send(ticket, picture(), "李敏 13812345521.jpg", note="水表旁")
    assert answer.status_code == 201, answer.json
    return ticket, answer.json
