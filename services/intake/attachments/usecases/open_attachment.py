"""A file is shown to whoever may see it, under a plain name."""

from services.intake.attachments.models import Attachment
from services.intake.attachments.queries import attachment_by_id, may_open, view_of
from services.intake.tickets.models import Ticket
from shared.errors import NotAllowed, NotFound

from .keep_file import files_of


def open_attachment(store, principal, attachment_id, *, small: bool = False) -> tuple[Attachment, bytes]:
    """`small` for the thumbnail. Raises NotFound, and NotAllowed for those who need not know what callers send."""
    with store.reading(principal) as session:
        attachment = attachment_by_id(session, attachment_id)
        if not may_open(principal, attachment.site_id):
            raise NotAllowed("Files of callers are for those who deal with the request (RF-6).")
        view_of(attachment, session.get(Ticket, attachment.ticket_id).number, principal)
    key = attachment.thumbnail_key if small else attachment.key
    if key is None:
        raise NotFound("This file has no small picture.")
    return attachment, files_of(store).read(key)
