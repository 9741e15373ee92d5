"""A file is taken away: that it was there, who took it and why stays; its content and its name do not."""

from services.intake.chronicle.usecases import record_step
from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.queries import ticket_by_id


def remove_attachment(work, attachment, *, reason: str):
    """The stored content goes with the next sweep, once nothing else refers to it."""
    work.principal.require(attachment.site_id, *DESK)
    ticket = ticket_by_id(work.session, attachment.ticket_id)
    before = {"ticket": ticket.number, "position": attachment.position, "received": attachment.received}
    work.audit("attachment.removed", about=attachment, before=before, because=reason)
    attachment.removed_at, attachment.removed_by = work.now, work.principal.name
    attachment.remove_reason = reason
    attachment.key = attachment.thumbnail_key = attachment.given_name = None
    record_step(work, ticket, "attachment.removed", shape=attachment.shape, reason=reason)
    work.session.flush()
    return attachment
