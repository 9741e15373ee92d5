"""Programs' doors to the files of a ticket."""

from services.intake.tickets.lifecycle import DESK, READERS
from services.intake.tickets.queries import ticket_by_id
from shared.web.current import principal, reading, store, work
from shared.web.doors import Room

from . import schemas, usecases
from .queries import MAY_ADD, MAY_OPEN, attachment_by_id, of_ticket, view_of
from .recognising import KINDS
from .serving import handed_in, served

attachments = Room("attachments", __name__, description="Pictures, PDFs and recordings of a ticket (services.md §1)")
SHOWN_TO = (*READERS, "integration")
OPENED_BY = (*MAY_OPEN, "integration")
TYPES = tuple(dict.fromkeys(["image/jpeg", *(kind for shape, kind, _ in KINDS.values() if shape != "image")]))


@attachments.post(
    "/tickets/<uuid:ticket_id>/attachments", allow=MAY_ADD, answer=schemas.AttachmentView, status=201, upload=True
)
def add_attachment(ticket_id):
    """Multipart: `file`, and `note`. The same file again is answered with 200 and the attachment there is."""
    ticket = usecases.see_ticket(store(), principal(), ticket_id)
    attachment, fresh = usecases.keep_file(store(), principal(), ticket, *handed_in())
    return view_of(attachment, ticket.number, principal()), 201 if fresh else 200


@attachments.get("/tickets/<uuid:ticket_id>/attachments", allow=SHOWN_TO, answer=schemas.AttachmentView, many=True)
def list_attachments(ticket_id):
    with reading() as session:
        ticket = ticket_by_id(session, ticket_id)
        return [view_of(one, ticket.number, principal()) for one in of_ticket(session, ticket.id)]


@attachments.get("/attachments/<uuid:attachment_id>/content", allow=OPENED_BY, bytes_as=TYPES)
def get_content(attachment_id):
    """The bytes, boxed in: nothing in them runs."""
    return served(*usecases.open_attachment(store(), principal(), attachment_id))


@attachments.get("/attachments/<uuid:attachment_id>/thumbnail", allow=OPENED_BY, bytes_as=("image/jpeg",))
def get_thumbnail(attachment_id):
    """The small picture; 404 for what is no picture."""
    return served(*usecases.open_attachment(store(), principal(), attachment_id, small=True), small=True)


@attachments.post(
    "/attachments/<uuid:attachment_id>/remove", allow=DESK, body=schemas.RemoveAttachment, answer=schemas.AttachmentView
)
def remove_attachment(asked, attachment_id):
    """On record with its reason; the content goes with the next sweep."""
    with work() as w:
        attachment = attachment_by_id(w.session, attachment_id, locked=True)
        number = ticket_by_id(w.session, attachment.ticket_id).number
        return view_of(usecases.remove_attachment(w, attachment, **asked), number, principal())
