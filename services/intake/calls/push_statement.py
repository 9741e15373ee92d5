"""A single push on PostgreSQL: signature, push, ticket, its line in the chronicle and its events as one statement.

The same rules as `usecases.accept_records`, in one round trip. What is not simply new (a repeat, another body, a race)
is settled by `usecases` itself.
"""

import json

from services.intake.tickets.announcing import moved_facts, ticket_facts
from shared.contracts.intake import TicketMoved, TicketOpened
from shared.errors import Unavailable
from shared.messaging import outbox

from .lines import Line, read_line
from .number_blocks import give_back, take_number
from .pushed_ticket import answer_of, pushed_ticket
from .signatures import refused
from .surroundings import Surroundings
from .translating import translate
from .writing import opening_entry, push_row, row_of

OUTBOX = "event_id, routing_key, about, operator_id, site_id, body, created_at"
STATEMENT = f"""
WITH fresh AS (SELECT 1 FROM integrations WHERE id = %(integration_id)s AND version = %(platform_version)s),
nonce AS (
  INSERT INTO push_signatures (nonce, operator_id, seen_at)
  SELECT %(nonce)s, %(operator_id)s, %(now)s WHERE EXISTS (SELECT FROM fresh)
  ON CONFLICT DO NOTHING RETURNING 1),
push AS (
  INSERT INTO pushes (id, operator_id, site_id, integration_id, external_id, fingerprint, ticket_id, answer, record,
                      received_at)
  SELECT %(push_id)s, %(operator_id)s, %(site_id)s, %(integration_id)s, %(external_id)s, %(fingerprint)s, %(ticket_id)s,
         CAST(%(answer)s AS json), CAST(%(record)s AS json), %(now)s
  WHERE EXISTS (SELECT FROM nonce) ON CONFLICT DO NOTHING RETURNING 1),
ticket AS (
  INSERT INTO tickets SELECT row.* FROM push, json_populate_record(NULL::tickets, CAST(%(ticket)s AS json)) AS row),
entry AS (
  INSERT INTO chronicle_entries
  SELECT row.* FROM push, json_populate_record(NULL::chronicle_entries, CAST(%(entry)s AS json)) AS row),
opened AS (
  INSERT INTO outbox ({OUTBOX})
  SELECT CAST(said.event_id AS uuid), said.routing_key, said.about, %(operator_id)s, %(site_id)s, said.body, %(now)s
  FROM push, (VALUES (1, %(opened_id)s, %(opened_key)s, %(about)s, %(opened_body)s),
                     (2, %(moved_id)s, %(moved_key)s, %(about)s, %(moved_body)s))
       AS said (turn, event_id, routing_key, about, body) ORDER BY said.turn)
SELECT EXISTS (SELECT FROM fresh), EXISTS (SELECT FROM nonce), EXISTS (SELECT FROM push)
"""  # noqa: S608  no word of it comes from outside


class NotSimplyNew(Exception):
    """The record is known already, or was refused on reading: the long way says what to answer."""


class Outdated(Unavailable):
    """The integration changed since it was read into this process."""


def accept_new(work, platform, record: dict, nonce: str) -> dict:
    """The answer to a push that nobody sent before.

    Raises NotSimplyNew (nothing is written then but the signature), Outdated, Unauthenticated for a replay, BadInput.
    """
    line = read_line(platform.profile, record)
    if line.refusal is not None:
        raise line.refusal
    line.facts = translate(platform.profile, line.said)
    around = Surroundings(work.session, platform.profile.site.name or "site", platform.registers)
    site = around.site_of(line.facts)
    around.look_up_one(line.facts)
    line.ticket = pushed_ticket(work, platform, line.external_id, line.facts, around)
    line.ticket.number = take_number(work.store, site, work.now)
    line.answer = answer_of(line.ticket)
    said = parameters(work, platform, line, nonce)
    fresh, signed, written = work.session.connection().exec_driver_sql(STATEMENT, said).one()
    if not written:
        give_back(work.store, site, work.now, line.ticket.number)
    if not fresh:
        raise Outdated("The integration was changed a moment ago.")
    if not signed:
        raise refused("this very request was answered before; sign each attempt anew.")
    if not written:
        raise NotSimplyNew
    outbox.wake(work.session)
    return line.answer


def parameters(work, platform, line: Line, nonce: str) -> dict:
    ticket = line.ticket
    ticket.version = 1
    where = {"about": ticket.id, "site_id": ticket.site_id}
    opened = work.announce(TicketOpened, **where, **ticket_facts(ticket))
    moved = work.announce(TicketMoved, **where, **moved_facts(ticket, "open", None, None, work.now))
    work.announcements.clear()  # this statement writes them
    push = push_row(work, platform, line)
    return {
        **{name: push[name] for name in ("operator_id", "site_id", "integration_id", "external_id", "fingerprint")},
        "push_id": push["id"],
        "ticket_id": ticket.id,
        "answer": as_json(line.answer),
        "record": as_json(line.record),
        "nonce": nonce,
        "now": work.now,
        "platform_version": platform.version,
        "ticket": as_json(row_of(work, ticket)),
        "entry": as_json(opening_entry(work, platform, ticket, opened.id)),
        "about": str(ticket.id),
        "opened_id": str(opened.id),
        "opened_key": opened.routing_key,
        "opened_body": opened.body,
        "moved_id": str(moved.id),
        "moved_key": moved.routing_key,
        "moved_body": moved.body,
    }


def as_json(value) -> str:
    return json.dumps(value, default=written_as)


def written_as(value) -> str:
    """Instants with their zone, ids as text."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
