"""Pushes that come as CloudEvents: the same use case, and each event once by its source and id (RV-9)."""

import hashlib

from sqlalchemy import bindparam, delete, select, update

from shared.errors import Conflict
from shared.ids import new_id
from shared.storage.statements import insert_into

from .cloud_events import Event
from .lines import Line, fingerprint_of, read_line
from .remembered import PushedEvent
from .usecases import Outcome, settle_lines
from .words import readable
from .writing import CHUNK, claim_signature

BESIDE = ("id", "source", "subject", "type", "time")


def accept_events(work, platform, events: list[Event], nonce: str | None, *, alone: bool) -> list[Outcome]:
    """Line by line as a batch of pushes. An event whose source and id were answered before gets that answer.

    `alone`: a refusal is raised, so that nothing of the request stays, not even its signature.
    """
    if nonce is not None:
        claim_signature(work, nonce)
    profile = platform.profile  # no profile: refused before anything is claimed
    keys = [None if event.refusal is not None else key_of(platform, event) for event in events]
    first: dict[str, Event] = {}
    for key, event in zip(keys, events, strict=True):
        if key is not None:
            first.setdefault(key, event)
    won = claim_events(work, platform, first)
    lines = {key: read_line(profile, first[key].data, beside(first[key])) for key in first if key in won}
    settled = dict(zip(lines, settle_lines(work, platform, list(lines.values())), strict=True))
    keep_answers(work, platform, lines, settled)
    known = answered_before(work.session, platform, first.keys() - lines.keys())
    outcomes = []
    for key, event in zip(keys, events, strict=True):
        if key is None:
            outcomes.append(Outcome(None, event.refusal.status, refusal=event.refusal))
        elif first[key] is event and key in settled:
            outcomes.append(settled[key])
        else:
            outcomes.append(repeated(event, first[key], settled.get(key), known.get(key)))
    if alone and outcomes[0].refusal is not None:
        raise outcomes[0].refusal
    return outcomes


def beside(event: Event) -> dict[str, str]:
    """What a profile may name besides the record's own fields: `ce-id`, `ce-source`, `ce-subject` and the like."""
    return {f"ce_{name}": readable(event.attributes[name]) for name in BESIDE if name in event.attributes}


def key_of(platform, event: Event) -> str:
    said = "\n".join(event.attributes.get(name, "") for name in ("source", "id"))
    return hashlib.sha256(f"{'sandbox' if platform.in_sandbox else ''}\n{said}".encode()).hexdigest()


def fingerprint(data) -> str:
    return fingerprint_of(data if isinstance(data, dict) else {"": data})


def claim_events(work, platform, first: dict[str, Event]) -> set[str]:
    """In one order for all writers. Who comes second waits for the first one's answer, and finds it."""
    if not first:
        return set()
    scope = {"operator_id": work.principal.operator_id, "integration_id": platform.id, "seen_at": work.now}
    rows = [
        {"id": new_id(), **scope, "key": key, "fingerprint": fingerprint(event.data), "attributes": event.attributes}
        for key, event in sorted(first.items())
    ]
    claimed = insert_into(work.session, PushedEvent).on_conflict_do_nothing().returning(PushedEvent.key)
    return set(work.session.execute(claimed, rows).scalars())


def keep_answers(work, platform, lines: dict[str, Line], settled: dict[str, Outcome]) -> None:
    """Only what was taken in is remembered: a refused event may come again, put right."""
    taken = [(key, outcome) for key, outcome in settled.items() if outcome.answer is not None]
    lost = [key for key, outcome in settled.items() if outcome.answer is None]
    events = PushedEvent.__table__
    this = (events.c.integration_id == platform.id, events.c.key == bindparam("this"))
    if lost:
        work.session.connection().execute(delete(events).where(*this), [{"this": key} for key in lost])
    if taken:
        rows = [{"this": key, "said": said.answer, "whose": lines[key].external_id} for key, said in taken]
        facts = {"answer": bindparam("said"), "external_id": bindparam("whose")}
        work.session.connection().execute(update(events).where(*this).values(facts), rows)


def answered_before(session, platform, keys) -> dict[str, tuple[str, dict | None]]:
    wanted, found = sorted(keys), {}
    for start in range(0, len(wanted), CHUNK):
        chosen = select(PushedEvent.key, PushedEvent.fingerprint, PushedEvent.answer).where(
            PushedEvent.integration_id == platform.id, PushedEvent.key.in_(wanted[start : start + CHUNK])
        )
        found |= {key: (print_, answer) for key, print_, answer in session.execute(chosen)}
    return found


def repeated(event: Event, first: Event, settled: Outcome | None, known: tuple[str, dict | None] | None) -> Outcome:
    """The first answer again; another body under the same source and id is refused."""
    before, answer = known or (fingerprint(first.data), settled.answer if settled else None)
    if before != fingerprint(event.data):
        refusal = Conflict("This event, by its source and id, was sent before with other data.")
        return Outcome(None, 409, refusal=refusal)
    if answer is None and settled is not None:
        return Outcome(settled.external_id, settled.status, refusal=settled.refusal)
    return Outcome((answer or {}).get("external_id"), 200, answer)
