"""Finding the files of tickets, and what each reader may see of them."""

from uuid import UUID

from sqlalchemy import func, or_, select

from services.intake.tickets.lifecycle import DESK
from services.intake.tickets.models import Ticket
from services.intake.tickets.queries import OPEN_NUMBERS, seen_by
from shared.errors import found

from .models import Attachment, StoredFile
from .site_rules import rules_of

MAY_ADD = (*DESK, "technician", "area_manager", "integration")
MAY_OPEN = tuple(role for role in OPEN_NUMBERS if role != "system")  # whoever may ring the caller (RF-6)


def attachment_by_id(session, attachment_id: UUID, *, locked: bool = False) -> Attachment:
    """Raises NotFound, for a file of another site, operator or platform too, and for one that was removed."""
    wanted = select(Attachment).join(Ticket, Ticket.id == Attachment.ticket_id)
    wanted = seen_by(session.principal, wanted).where(Attachment.id == attachment_id, Attachment.removed_at.is_(None))
    return found(session.scalar(wanted.with_for_update(of=Attachment) if locked else wanted), "file")


def of_ticket(session, ticket_id: UUID) -> list[Attachment]:
    """Also those that were removed: that they were there, who took them away and why."""
    wanted = select(Attachment).where(Attachment.ticket_id == ticket_id)
    return list(session.scalars(wanted.order_by(Attachment.position)))


def same_file(session, ticket_id: UUID, received: str) -> Attachment | None:
    same = Attachment.ticket_id == ticket_id, Attachment.received == received, Attachment.removed_at.is_(None)
    return session.scalar(select(Attachment).where(*same))


def counted(session, ticket_id: UUID) -> tuple[int, int]:
    """How many files the ticket ever had, and how many of them are there."""
    there = func.count().filter(Attachment.removed_at.is_(None))
    wanted = select(func.count(), there).select_from(Attachment).where(Attachment.ticket_id == ticket_id)
    return tuple(session.execute(wanted).one())


def nobodys(before):
    """Files that were stored before this moment and no attachment refers to."""
    refers = or_(Attachment.key == StoredFile.key, Attachment.thumbnail_key == StoredFile.key)
    return select(StoredFile).where(StoredFile.put_at < before, ~select(Attachment.id).where(refers).exists())


def may_open(principal, site_id: UUID) -> bool:
    """Whoever may ring the caller may see what the caller sent; a platform what it sent itself (RF-6)."""
    return principal.kind == "integration" or principal.may(site_id, *MAY_OPEN)


def view_of(attachment: Attachment, number: str, principal) -> Attachment:
    """A name given at home often holds a person's name or number: others read a plain one (RF-6)."""
    attachment.plain_name = plain_name(attachment, number)
    attachment.opens = may_open(principal, attachment.site_id) and attachment.removed_at is None
    attachment.name = attachment.given_name if attachment.opens and attachment.given_name else attachment.plain_name
    return attachment


def plain_name(attachment: Attachment, number: str) -> str:
    return f"{number}-{attachment.position}.{attachment.extension}"


def shown_files(session, ticket, site, principal) -> dict:
    """The part of a ticket's page that is about its files."""
    rules = rules_of(site)
    files = [view_of(one, ticket.number, principal) for one in of_ticket(session, ticket.id)]
    may = {"may_add": principal.may(site.id, *MAY_ADD), "may_remove": principal.may(site.id, *DESK)}
    return {"files": files, "most_mb": max(rules[f"{shape}_mb"] for shape in ("image", "pdf", "audio")), **may}
