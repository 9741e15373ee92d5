"""First-asked responsibility changes hands only expressly, with both names on record (RD-5)."""

from services.intake.accounts.queries import find_login
from services.intake.chronicle.usecases import record_step
from services.intake.tickets.announcing import take_step
from services.intake.tickets.lifecycle import DESK, LEADERS
from shared.errors import BadInput, NotAllowed

from .facts import see_handler


def hand_over_owner(work, ticket, *, to: str, reason: str | None = None):
    """By the owner or a leader, to an account (its login) that works at the ticket's site."""
    account = find_login(work.session, to)
    if account is None or account.disabled or not works_here(account, ticket.site_id):
        raise BadInput("Nobody by that login works here.", errors={"to": ["The login of somebody at this desk."]})
    see_handler(ticket, account.login)
    own = ticket.owner_id in (None, work.principal.subject)
    if not own and not work.principal.may(ticket.site_id, *LEADERS):
        raise NotAllowed("Only the owner or a supervisor hands a case over (RD-5).")
    take_step(work, ticket, "handover-owner", owner=to)
    before = ticket.owner_name
    ticket.owner_id, ticket.owner_name = str(account.id), account.name
    work.session.flush()
    record_step(work, ticket, "ticket.owner_handed_over", from_owner=before, to_owner=account.name, reason=reason)
    return ticket


def works_here(account, site_id) -> bool:
    held = {*account.roles.get(str(site_id), ()), *account.roles.get("*", ())}
    return bool(held & set(DESK))
