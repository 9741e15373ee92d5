"""A request comes in by Open311: it becomes a ticket like any other, and the same post again gets the same answer."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from services.intake.directory.queries import UnitFinder, categories_by_code
from services.intake.tickets.states import Channel
from services.intake.tickets.usecases import open_ticket
from shared.ids import new_id
from shared.storage.statements import insert_into

from .asking import Posted
from .definitions import questions_of, read_answers
from .jurisdictions import integration_of
from .models import Open311Post, Open311Request
from .refusals import bad

LONGEST = 2000  # of a ticket's description; the whole is kept beside it
OWN_FIELDS = ("occurred_at", "priority", "complained_about", "level")


@dataclass(frozen=True)
class Place:
    unit_id: UUID | None
    words: str | None


def submit_request(work, site, rules, posted: Posted) -> dict:
    """The answer: an id, or a token where the site looks at requests first. Raises Refusal."""
    integration_id = integration_of(work.principal)
    category = find_service(work.session, posted.get("service_code"))
    answers = read_answers(questions_of(category, rules), posted.attributes)
    place = place_of(work.session, site, posted)
    ticket_id, token = new_id(), secrets.token_urlsafe(24)
    answer = {"token": token} if rules.review else {"service_request_id": str(ticket_id)}
    answer |= {"service_notice": None, "account_id": posted.get("account_id")}
    known = claim_post(work, site, rules, integration_id, posted, ticket_id, answer)
    if known is not None:
        return known
    open_request(work, site, category, posted, answers, place, ticket_id, integration_id)
    keep_facts(work, site, posted, answers, ticket_id, token, reviewed=not rules.review)
    return answer


def find_service(session, code: str):
    category = categories_by_code(session, code=code).get(code)
    if category is None:
        raise bad(f"service_code: there is no service '{code}' here.")
    return category


def place_of(session, site, posted: Posted) -> Place:
    """A room by its code or as people write it; else the words, else the coordinates."""
    finder = UnitFinder(session, site.id)
    code, words = posted.get("address_id"), posted.get("address_string")
    unit = finder.find(code) if code else None
    if code and unit is None:
        raise bad(f"address_id: no room here has the code '{code}'.")
    if unit is None and words:
        unit = finder.find(words)
    if unit is not None:
        return Place(unit.id, words if words and code else None)
    return Place(None, words or f"{posted.get('lat')}, {posted.get('long')}")


def claim_post(work, site, rules, integration_id, posted, ticket_id, answer) -> dict | None:
    """None for who posts this first, or again after the hours; else the first answer. The unique key decides."""
    row = {"id": new_id(), "operator_id": site.operator_id, "site_id": site.id, "integration_id": integration_id}
    said = {"ticket_id": ticket_id, "answer": answer, "posted_at": work.now}
    fingerprint, before = posted.fingerprint(site.id), work.now - timedelta(hours=rules.repeat_hours)
    insert = insert_into(work.session, Open311Post).values(**row, **said, fingerprint=fingerprint)
    again = insert.on_conflict_do_update(
        index_elements=["integration_id", "fingerprint"],
        set_={name: insert.excluded[name] for name in said},
        where=Open311Post.posted_at < before,
    )
    if work.session.execute(again.returning(Open311Post.id)).first():
        return None
    first = (Open311Post.integration_id == integration_id) & (Open311Post.fingerprint == fingerprint)
    return work.session.scalar(select(Open311Post.answer).where(first))


def open_request(work, site, category, posted, answers, place: Place, ticket_id, integration_id) -> None:
    """By the tickets' own use case. Nobody owns it yet: whoever of the desk first takes it will (RD-5)."""
    caller = {"name": full_name(posted), "phone": posted.get("phone"), "email": posted.get("email")}
    caller = {name: said for name, said in caller.items() if said}
    if answers.get("language"):
        caller["language"] = answers["language"]
    facts = {name: answers[name] for name in OWN_FIELDS if name in answers}
    open_ticket(
        work,
        site_id=site.id,
        ticket_id=ticket_id,
        description=words_of(posted, answers),
        kind=category.kind,
        category=category.code,
        unit_id=place.unit_id,
        public_place=place.words,
        caller=caller,
        channel=Channel.WEB,
        integration_id=integration_id,
        **facts,
    )


def full_name(posted: Posted) -> str:
    return " ".join(filter(None, (posted.get("first_name"), posted.get("last_name"))))


def words_of(posted: Posted, answers: dict) -> str:
    """What the desk reads: the words, what was answered besides, and where the picture is."""
    besides = {code: said for code, said in answers.items() if code not in (*OWN_FIELDS, "language")}
    lines = [posted.get("description") or ""]
    lines += [f"{code}: {', '.join(said) if isinstance(said, list) else said}" for code, said in besides.items()]
    lines.append(posted.get("media_url") or "")
    words = "\n".join(line for line in lines if line)
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def keep_facts(work, site, posted: Posted, answers: dict, ticket_id, token: str, *, reviewed: bool) -> None:
    work.session.flush()
    same = {name: posted.get(name) for name in ("address_id", "lat", "long", "media_url", "account_id", "device_id")}
    kept = {code: said if isinstance(said, list) else str(said) for code, said in answers.items()}
    facts = Open311Request(ticket_id=ticket_id, site_id=site.id, token=token, reviewed=reviewed, **same)
    facts.description, facts.address, facts.attributes = (
        posted.get("description") or "",
        posted.get("address_string"),
        kept,
    )
    work.session.add(facts)
