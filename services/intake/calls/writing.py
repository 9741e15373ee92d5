"""Pushes, tickets and their events put down as sets; who comes second with one external id is seen, not doubled."""

from sqlalchemy import insert, select

from services.intake.chronicle.usecases import record_entries
from services.intake.search.writing import write_words
from services.intake.tickets.models import Ticket
from shared.errors import Unavailable
from shared.storage.statements import insert_into

from .models import Push, PushSignature
from .push_statement import Outdated, write_lines
from .rows import announce_opened, opening_entry, push_row, put_row
from .signatures import refused

CHUNK = 500


def claim_signature(work, nonce: str) -> None:
    """Raises Unauthenticated when this very request, signature and all, was answered before."""
    row = {"nonce": nonce, "seen_at": work.now, "operator_id": work.principal.operator_id}
    statement = insert_into(work.session, PushSignature).values(row).on_conflict_do_nothing()
    if work.session.execute(statement.returning(PushSignature.nonce)).first() is None:
        raise refused("this very request was answered before; sign each attempt anew.")


def known_pushes(session, integration_id, external_ids, pushes=Push) -> dict[str, tuple[str, dict]]:
    """What was accepted before: the fingerprint and the answer."""
    wanted = sorted(external_ids)
    found: dict[str, tuple[str, dict]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(pushes.external_id, pushes.fingerprint, pushes.answer).where(
                pushes.integration_id == integration_id, pushes.external_id.in_(wanted[start : start + CHUNK])
            )
        )
        found |= {external_id: (fingerprint, answer) for external_id, fingerprint, answer in rows}
    return found


def write_tickets(work, platform, lines: list) -> list:
    """Write what nobody wrote a moment earlier, and announce it; returns the lines that were written."""
    if lines and not work.store.sqlite:
        return write_as_one(work, platform, lines)
    won = claim_pushes(work, platform, lines)
    if not won:
        return []
    work.session.execute(insert(Ticket), [dict(vars(line.ticket)) for line in won])
    write_words(work.session, [line.ticket for line in won])
    entries = []
    for line in won:
        event, _ = announce_opened(work, line.ticket)
        entries.append(opening_entry(work, platform, line.ticket, event.id))
    record_entries(work, entries)
    return won


def write_as_one(work, platform, lines: list) -> list:
    """The same by the one statement of PostgreSQL, within this transaction."""
    for line in lines:
        put_row(work, platform, line)
    try:
        written = write_lines(work.session.connection(), platform, lines, work.now)
    except Outdated:
        raise Unavailable("The integration was changed a moment ago; send this again.") from None
    return [line for line in lines if line.ticket.id in written]


def claim_pushes(work, platform, lines: list, pushes=Push) -> list:
    """The unique key of integration and external id decides, also between two requests at once."""
    if not lines:
        return []
    rows = [push_row(work, platform, line) for line in lines]
    statement = insert_into(work.session, pushes).on_conflict_do_nothing().returning(pushes.external_id)
    won = set(work.session.execute(statement, rows).scalars())
    return [line for line in lines if line.external_id in won]
