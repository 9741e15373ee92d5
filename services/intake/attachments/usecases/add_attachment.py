"""A stored file comes to belong to a ticket."""

from sqlalchemy import select

from services.intake.attachments.models import Attachment
from services.intake.attachments.queries import counted, same_file
from services.intake.attachments.recognising import Found, NotKept
from services.intake.chronicle.usecases import record_step
from services.intake.tickets.models import Ticket
from services.intake.tickets.queries import ticket_by_id


def add_attachment(work, ticket_id, found: Found, most: int, *, received: str, **facts) -> tuple[Attachment, bool]:
    """One after the other at one ticket: two who send the same at the same moment make one."""
    ticket = ticket_by_id(work.session, ticket_id)
    work.session.execute(select(Ticket.id).where(Ticket.id == ticket.id).with_for_update())
    known = same_file(work.session, ticket.id, received)
    if known is not None:
        return known, False
    ever, there = counted(work.session, ticket.id)
    if there >= most:
        right = "At most %(most)s for one ticket: remove what is not needed."
        raise NotKept("This ticket has %(there)s files.", right, there=there, most=most)
    attachment = Attachment(site_id=ticket.site_id, ticket_id=ticket.id, position=ever + 1, received=received, **facts)
    attachment.shape, attachment.media_type, attachment.extension = found.shape, found.media_type, found.extension
    attachment.at, attachment.by_subject = work.now, work.principal.subject
    attachment.by_name = work.principal.name
    work.session.add(attachment)
    work.session.flush()
    record_step(work, ticket, "attachment.added", shape=found.shape, note=facts.get("note"))
    return attachment, True
