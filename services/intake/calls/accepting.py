"""One signed push: by the short way, together with those that arrive with it, where there is one (PostgreSQL), by the
long way for everything else."""

from shared import tracing
from shared.errors import DomainError, Unauthenticated
from shared.storage import Work
from shared.web.bodies import parse_json

from .allowance import take
from .attempts import watched, who_signed
from .integrations import forget_platform, kept_platform, see_unchanged
from .lines import Line, read_line
from .number_blocks import give_back, take_number
from .push_statement import Outdated, write_new
from .pushed_ticket import answer_of, pushed_ticket
from .rows import put_row
from .signatures import verify
from .surroundings import Surroundings
from .translating import translate
from .usecases import Outcome, accept_push


def accept_signed(store, integration_id, headers, raw: bytes, now) -> Outcome:
    """Raises Unauthenticated or TooMany before anything of the body is parsed, and as `accept_push` does."""
    if not store.sqlite:
        try:
            return accept_shortly(store, kept_platform(store, integration_id, now), headers, raw, now)
        except (Outdated, Unauthenticated):
            pass
    platform, nonce = who_signed(store, integration_id, headers, raw, now)
    if not platform.in_sandbox:  # by a secret or with a profile that this process did not know; no stranger evicts it
        forget_platform(store, integration_id)
    with watched(store, platform, "push", headers, raw, now) as seen:
        take(store, platform.share, 1, now)
        with store.work(platform.principal, now=now) as work:
            outcome = accept_push(work, platform, parse_json(raw), nonce)
        seen.answered(outcome.status, outcome.answer)
    outcome.sandbox = platform.in_sandbox
    return outcome


def accept_shortly(store, platform, headers, raw: bytes, now) -> Outcome:
    """Raises Outdated when the platform is not any more what this process knew of it, whatever the answer would be."""
    nonce = verify(headers, raw, platform.secrets, now)
    take(store, platform.id, 1, now)
    try:
        line = translated(platform, raw)
        line.nonce = nonce
        written = platform.together.do(line, lambda lines: accept_new(store, platform, lines, now))
    except DomainError:
        with store.reading(platform.principal) as session:
            see_unchanged(session, platform)
        raise
    if written:
        return Outcome(line.external_id, 201, line.answer)
    with store.work(platform.principal, now=now) as work:
        see_unchanged(work.session, platform)
        return accept_push(work, platform, line.record, nonce)


def translated(platform, raw: bytes) -> Line:
    """Raises Conflict while there is no profile, BadInput for what cannot be read with it."""
    line = read_line(platform.profile, parse_json(raw))
    if line.refusal is not None:
        raise line.refusal
    line.facts = translate(platform.profile, line.said)
    line.raw, line.trace = raw.decode(), tracing.current()
    return line


def accept_new(store, platform, lines: list[Line], now) -> list:
    """For each line whether it opened a ticket, or its own refusal. What it did not open is known, or a replay."""
    around = Surroundings(None, platform.profile.site.name or "site", platform.registers)
    work = Work(store, None, platform.principal, now, None)  # without a session: the statement alone writes
    with store.single(platform.principal) as connection:
        around.look_up_shortly(connection, platform.principal, [line.facts for line in lines])
        refused = {id(line): error for line in lines if (error := fault_in_building(work, platform, line, around))}
        good = [line for line in lines if id(line) not in refused]
        written = write_new(connection, platform, good, now) if good else set()
    for line in good:
        if line.ticket.id not in written:
            give_back(store, around.site_of(line.facts), now, line.ticket.number)
    return [refused.get(id(line)) or line.ticket.id in written for line in lines]


def fault_in_building(work, platform, line: Line, around: Surroundings) -> Exception | None:
    """A fault is the line's own: the others of its group never hear of it."""
    try:
        with tracing.going_on(line.trace):
            build(work, platform, line, around)
    except Exception as error:
        return error
    return None


def build(work, platform, line: Line, around: Surroundings) -> None:
    line.ticket = pushed_ticket(work, platform, line.external_id, line.facts, around)
    line.ticket.number = take_number(work.store, around.site_of(line.facts), work.now)
    line.answer = answer_of(line.ticket)
    put_row(work, platform, line)
