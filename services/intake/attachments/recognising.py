"""What a file is, by what stands in it and never by its name; and every refusal says what would be right."""

from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from shared.errors import BadInput

from .mpeg import is_mpeg_audio

# by what the library calls the content: (what it is to us, its type on the wire, the name it gets)
KINDS = {
    ".jpg": ("image", "image/jpeg", "jpg"),
    ".png": ("image", "image/png", "png"),
    ".webp": ("image", "image/webp", "webp"),
    ".gif": ("image", "image/gif", "gif"),
    ".pdf": ("pdf", "application/pdf", "pdf"),
    ".wav": ("audio", "audio/wav", "wav"),
    ".mp3": ("audio", "audio/mpeg", "mp3"),
    ".m4a": ("audio", "audio/mp4", "m4a"),
    ".ogg": ("audio", "audio/ogg", "ogg"),
    ".amr": ("audio", "audio/amr", "amr"),
    ".aac": ("audio", "audio/aac", "aac"),
}
SAME = {
    ".jpeg": ".jpg",
    ".jpe": ".jpg",
    ".jfif": ".jpg",
    ".mpga": ".mp3",
    ".f4a": ".m4a",
    ".oga": ".ogg",
    ".opus": ".ogg",
}
SOUND = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
WANTED = "A picture (JPEG, PNG, WebP, GIF), a PDF, or a recording (MP3, M4A, WAV, OGG, AMR, AAC)."
INSTEAD = {
    ".heif": "Set the phone to JPEG (most compatible), or send a screenshot of it.",
    ".heic": "Set the phone to JPEG (most compatible), or send a screenshot of it.",
    ".avif": "Save it as JPEG or PNG.",
    ".bmp": "Save it as JPEG or PNG.",
    ".tiff": "Save it as JPEG or PNG.",
    ".svg": "An SVG can carry scripts: send a PNG or a PDF of it.",
    ".html": "A page can carry scripts: send a PDF or a picture of it.",
    ".xml": "Send a PDF or a picture of it.",
    ".zip": "Unpack it and send its pictures and PDFs.",
    ".docx": "Save the document as PDF.",
    ".mp4": "Films are not kept: send pictures, or the sound alone as M4A.",
    ".3ga": "Films are not kept: send pictures, or the sound alone as M4A.",
    ".webm": "Films are not kept: send pictures, or the sound alone as MP3.",
}


@dataclass(frozen=True)
class Found:
    shape: str
    media_type: str
    extension: str


class NotKept(BadInput):
    """What is wrong and what would be right, as templates with their words: a page says them in its own language."""

    def __init__(self, said: str, *right: str, **words):
        super().__init__(said % words, errors={"file": [" ".join(one % words for one in right if one)]})
        self.said, self.right, self.words = said, right, words


def recognise(content: bytes, name: str, declared: str) -> Found:
    """Raises BadInput for what is not kept here, and for what says that it is something else."""
    if not content:
        raise NotKept("The file is empty.", WANTED)
    guesses = guesses_at(content)
    kind = next((KINDS[guess] for guess in guesses[:1] if guess in KINDS), None)
    if kind is None or not holds(kind[0], guesses[0], content):
        right = next((INSTEAD[guess] for guess in guesses if guess in INSTEAD), "")
        raise NotKept("What is in this file is not kept here.", right, WANTED)
    see_truthful(Found(*kind), name, declared)
    return Found(*kind)


def guesses_at(content: bytes) -> list[str]:
    """Endings the content may have, the likeliest first."""
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        found = []
    endings = [SAME.get(one.extension, one.extension) for one in found]
    return endings or ([".mp3"] if is_mpeg_audio(content) else [])


def holds(shape: str, guess: str, content: bytes) -> bool:
    """Whether the beginning alone would have misled."""
    if shape == "pdf":
        return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
    if guess == ".ogg":
        return any(mark in content[:512] for mark in SOUND)
    if guess in (".mp3", ".aac") and not content.startswith(b"ID3"):
        return guess == ".aac" or is_mpeg_audio(content)
    return True


def see_truthful(found: Found, name: str, declared: str) -> None:
    """A picture may be called .jpg and be a PNG, as phones do; a PDF may not be called a picture."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    known = KINDS.get(SAME.get(ending, ending))
    if ending and (known is None or known[0] != found.shape):
        words = {"ending": ending[:12], "type": found.media_type, "extension": found.extension}
        said = "The name ends in %(ending)s, but what is in the file is %(type)s."
        raise NotKept(said, "Name it .%(extension)s, or send the file that was meant.", **words)
    whole, main = declared.lower(), declared.lower().partition("/")[0]
    plain = whole in ("", "application/octet-stream")
    if not plain and (main if main in ("image", "audio") else whole.rpartition("/")[2]) != found.shape:
        words = {"declared": declared[:60], "type": found.media_type}
        said = "The request says %(declared)s, but what is in the file is %(type)s."
        raise NotKept(said, "Send it as %(type)s, or as application/octet-stream.", **words)


def see_passive(content: bytes) -> None:
    """A PDF may not do anything by itself. What it hides in packed parts is not found: it is only ever downloaded."""
    if found := [mark.decode() for mark in ACTIVE if mark in content]:
        right = "Print it to a PDF without scripts and enclosures, and send that."
        raise NotKept("This PDF carries %(parts)s.", right, parts=", ".join(found))


def see_size(found: Found, content: bytes, rules: dict) -> None:
    limit = rules[f"{found.shape}_mb"]
    if len(content) > limit * 1024 * 1024:
        words = {"size": f"{len(content) / 1024 / 1024:.1f}", "limit": limit, "type": found.media_type}
        right = "At most %(limit)s MB for %(type)s; a smaller picture or a shorter recording will do."
        raise NotKept("It has %(size)s MB.", right, **words)
