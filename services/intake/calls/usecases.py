"""Taking in what a platform pushes: each record once, with the same answer however often it comes (RD-3, RV-9)."""

from collections import Counter
from dataclasses import dataclass

from services.intake.directory.models import Site
from shared.errors import BadInput, Conflict, DomainError

from .lines import Line, read_lines
from .memories import memory_of
from .pushed_ticket import answer_of, pushed_ticket
from .surroundings import Surroundings
from .translating import translate
from .writing import claim_signature, known_pushes


@dataclass
class Outcome:
    """What became of one line: 201, 200, 409 or 422, with the answer or the refusal."""

    external_id: str | None
    status: int
    answer: dict | None = None
    refusal: DomainError | None = None
    sandbox: bool = False


def accept_push(work, platform, record: dict, nonce: str) -> Outcome:
    """One record. A refusal is raised, so that nothing of the request stays, not even its signature."""
    (outcome,) = accept_records(work, platform, [record], nonce)
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome


def accept_batch(work, platform, records: list, nonce: str) -> list[Outcome]:
    """Up to 1,000 records, answered line by line: a bad one never spoils the others."""
    return accept_records(work, platform, records, nonce)


def accept_records(work, platform, records: list, nonce: str | None) -> list[Outcome]:
    """Raises Unauthenticated when this very request was answered before; an API key leaves no nonce."""
    if nonce is not None:
        claim_signature(work, nonce)
    return settle_lines(work, platform, read_lines(platform.profile, records))


def settle_lines(work, platform, lines: list[Line]) -> list[Outcome]:
    """Open what is new, repeat what is known, refuse what is neither."""
    pushes = memory_of(platform).pushes
    ids = {line.external_id for line in lines if line.external_id}
    known = known_pushes(work.session, platform.id, ids, pushes)
    fresh = first_of_each(line for line in lines if line.refusal is None and line.external_id not in known)
    written = open_tickets(work, platform, fresh)
    missed = {line.external_id for line in fresh if line.refusal is None} - written.keys()
    known |= known_pushes(work.session, platform.id, missed, pushes)
    return [settle(line, written, known) for line in lines]


def first_of_each(lines) -> list[Line]:
    """Of one external id twice in a batch the first line counts; the other is answered like a later push."""
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(line.external_id, line)
    return list(first.values())


def open_tickets(work, platform, lines: list[Line]) -> dict[str, tuple[Line, dict]]:
    """The tickets of these lines, as one set; a line that cannot be read keeps its refusal."""
    if not lines:
        return {}
    around = Surroundings(work.session, platform.profile.site.name or "site", platform.registers)
    for line in lines:
        try:
            line.facts = translate(platform.profile, line.said)
            around.site_of(line.facts)
        except BadInput as error:
            line.refusal = error
    good = [line for line in lines if line.refusal is None]
    around.look_up([line.facts for line in good])
    for line in good:
        line.ticket = pushed_ticket(work, platform, line.external_id, line.facts, around)
    memory = memory_of(platform)
    put_numbers(work, [line.ticket for line in good], around, memory.numbers)
    for line in good:
        line.answer = answer_of(line.ticket)
    return {line.external_id: (line, line.answer) for line in memory.write(work, platform, good)}


def put_numbers(work, tickets, around: Surroundings, kind: str) -> None:
    """The next numbers of each site, in the order of the lines."""
    sites: dict = {site.id: site for site in around.sites.values()}
    for site_id, count in Counter(ticket.site_id for ticket in tickets).items():
        site: Site = sites[site_id]
        numbers = iter(work.numbers(kind, site_id, count, zone=site.timezone))
        for ticket in tickets:
            if ticket.site_id == site_id:
                ticket.number = next(numbers)


def settle(line: Line, written: dict, known: dict) -> Outcome:
    """201 for the line that opened a ticket, 200 for the same again, 409 for the same id with another body."""
    first, answer = written.get(line.external_id, (None, None))
    if first is line:
        return Outcome(line.external_id, 201, answer)
    if line.refusal is not None:
        return Outcome(line.external_id, 422, refusal=line.refusal)
    if first is not None:
        fingerprint = first.fingerprint
    elif line.external_id in known:
        fingerprint, answer = known[line.external_id]
    else:
        refusal = BadInput("The first line with this id in the batch was refused.")
        return Outcome(line.external_id, 422, refusal=refusal)
    if fingerprint != line.fingerprint:
        refusal = Conflict("This external id was pushed before with another body.", external_id=line.external_id)
        return Outcome(line.external_id, 409, refusal=refusal)
    return Outcome(line.external_id, 200, answer)
