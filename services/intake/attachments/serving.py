"""Bytes that strangers sent, on their way to a browser: shown as what they are, in a box without rights."""

import io

from flask import Response, request, send_file

from .models import Attachment
from .recognising import WANTED, NotKept
from .usecases import Handed

UNHEEDED = {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}  # a reading is never refused for a version
BOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def served(attachment: Attachment, content: bytes, *, small: bool = False) -> Response:
    """Pictures, which we drew ourselves, may stand in a page of ours; everything else is a download."""
    answer = send_file(
        io.BytesIO(content),
        mimetype="image/jpeg" if small else attachment.media_type,
        as_attachment=attachment.shape != "image",
        download_name=attachment.plain_name,
        conditional=False,
        etag=f"{attachment.id}-small" if small else str(attachment.id),
        max_age=None,
    )
    heeded = {name: value for name, value in request.environ.items() if name not in UNHEEDED}
    answer.make_conditional(heeded, accept_ranges=True, complete_length=len(content))
    answer.headers["Content-Security-Policy"] = BOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def handed_in() -> tuple[Handed, str | None]:
    """The file of the form, from whichever of its fields, and the word about it. Raises BadInput without one."""
    given = next((one for one in request.files.getlist("file") if one.filename), None)
    if given is None:
        raise NotKept("No file was sent.", WANTED)
    note = request.form.get("note", "").strip()[:500] or None
    return Handed(given.read(), given.filename or "", given.mimetype or ""), note
