"""A duplicate is joined, by a person and never silently, to the ticket that stays."""

from services.intake.chronicle.usecases import record_step
from services.intake.tickets.announcing import take_step, tell_end
from services.intake.tickets.models import Ticket
from shared.contracts.intake import TicketMerged
from shared.errors import BadInput

from .cancel_ticket import end


def merge_ticket(work, ticket, *, into, reason: str | None = None):
    """Raises BadInput when the other is the same ticket, stands on another site, or has itself ended."""
    stays = work.session.get(Ticket, into)
    if stays is None or stays.id == ticket.id or stays.site_id != ticket.site_id or stays.ended:
        raise BadInput(
            "It cannot be joined to that one.", errors={"into": ["Another ticket of this site that is not ended."]}
        )
    take_step(work, ticket, "merge", reason=reason, into=into)
    end(work, ticket, "merged", reason)
    ticket.merged_into_id = stays.id
    facts = {"into_id": stays.id, "into_number": stays.number}
    tell_end(work, ticket, TicketMerged, "ticket.merged", reason=reason, remember={"into": stays.number}, **facts)
    record_step(work, stays, "ticket.absorbed", number=ticket.number, reason=reason)
    return ticket
