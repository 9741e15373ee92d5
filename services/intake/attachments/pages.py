"""The files of a ticket on its page: taken with a phone's camera or chosen, looked at, taken away."""

from flask import redirect, request, url_for

from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.pages import story_page
from shared.errors import DomainError
from shared.web.current import principal, store, work
from shared.web.pages import Pages, _
from shared.web.pages.forms import read_form

from . import usecases
from .queries import MAY_ADD, MAY_OPEN, attachment_by_id
from .recognising import NotKept
from .schemas import RemoveAttachment
from .serving import handed_in, served

pages = Pages("attachments", __name__)
ON_PAGES = tuple(role for role in MAY_ADD if role != "integration")


@pages.post("/tickets/<uuid:ticket_id>/attachments", allow=ON_PAGES)
def add_attachment(ticket_id):
    try:
        ticket = usecases.see_ticket(store(), principal(), ticket_id)
        usecases.keep_file(store(), principal(), ticket, *handed_in())
    except NotKept as error:
        return story_page(ticket_id, in_own_words(error)), error.status
    except DomainError as error:
        return story_page(ticket_id, error), error.status
    return redirect(url_for("tickets_pages.story", ticket_id=ticket_id, _anchor="files"), 303)


def in_own_words(error: NotKept) -> NotKept:
    """In the language of the page."""
    parts = [_(part, **error.words) for part in (error.said, *error.right) if part]
    error.errors = {"file": [" ".join(parts)]}
    return error


@pages.get("/attachments/<uuid:attachment_id>", allow=MAY_OPEN)
def content(attachment_id):
    return served(*usecases.open_attachment(store(), principal(), attachment_id))


@pages.get("/attachments/<uuid:attachment_id>/thumbnail", allow=MAY_OPEN)
def thumbnail(attachment_id):
    return served(*usecases.open_attachment(store(), principal(), attachment_id, small=True), small=True)


@pages.post("/attachments/<uuid:attachment_id>/remove", allow=DESK)
def remove_attachment(attachment_id):
    with work() as w:
        attachment = attachment_by_id(w.session, attachment_id, locked=True)
        usecases.remove_attachment(w, attachment, **read_form(RemoveAttachment, request.form))
    return redirect(url_for("tickets_pages.story", ticket_id=attachment.ticket_id, _anchor="files"), 303)
