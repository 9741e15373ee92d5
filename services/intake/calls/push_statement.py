"""Pushes on PostgreSQL: a batch, or single ones that arrive together, as one statement.

Each with its ticket, its line in the chronicle and its events; a single one with its signature too, a batch has claimed
its own. What was pushed before is left out.
"""

from sqlalchemy.exc import DBAPIError

from services.intake.chronicle.models import ChronicleEntry
from services.intake.tickets.models import Ticket
from shared.messaging import outbox

from .lines import Line
from .rows import as_json


def named(model) -> str:
    """The columns this release knows: what the next one's migration adds takes its default (F16)."""
    return ", ".join(model.__table__.columns.keys())


LINES = """turn int, nonce text, push_id uuid, site_id uuid, external_id text, fingerprint text, ticket_id uuid,
  answer text, record text, ticket json, entry json, opened_id uuid, opened_body text, moved_id uuid, moved_body text,
  seals int[]"""
STATEMENT = f"""
WITH fresh AS (SELECT FROM integrations WHERE id = %(integration_id)s AND version = %(version)s),
said AS MATERIALIZED (
  SELECT * FROM json_to_recordset(CAST(%(lines)s AS json)) AS said ({LINES}) WHERE EXISTS (SELECT FROM fresh)),
push AS (
  INSERT INTO pushes (id, operator_id, site_id, integration_id, external_id, fingerprint, ticket_id, answer, record,
                      edition, received_at)
  SELECT push_id, %(operator_id)s, site_id, %(integration_id)s, external_id, fingerprint, ticket_id,
         CAST(answer AS json), CAST(record AS json), %(edition)s, %(now)s FROM said
  ON CONFLICT (integration_id, external_id) DO NOTHING RETURNING ticket_id),
won AS MATERIALIZED (SELECT * FROM said WHERE ticket_id IN (SELECT ticket_id FROM push)),
nonce AS (
  INSERT INTO push_signatures (nonce, operator_id, seen_at) SELECT nonce, %(operator_id)s, %(now)s FROM won
  WHERE nonce <> ''),
ticket AS (
  INSERT INTO tickets ({named(Ticket)})
  SELECT {named(Ticket)} FROM (SELECT row.* FROM won, json_populate_record(NULL::tickets, ticket) AS row) AS rows),
words AS (INSERT INTO ticket_words (ticket_id, seals) SELECT ticket_id, seals FROM won),
entry AS (
  INSERT INTO chronicle_entries ({named(ChronicleEntry)})
  SELECT {named(ChronicleEntry)}
  FROM (SELECT row.* FROM won, json_populate_record(NULL::chronicle_entries, entry) AS row) AS rows),
event AS (
  INSERT INTO outbox (event_id, routing_key, about, operator_id, site_id, body, created_at)
  SELECT event.id, event.key, CAST(ticket_id AS text), %(operator_id)s, site_id, event.body, %(now)s
  FROM won, LATERAL (VALUES (1, opened_id, %(opened)s, opened_body), (2, moved_id, %(moved)s, moved_body))
       AS event (turn, id, key, body) ORDER BY won.turn, event.turn)
SELECT EXISTS (SELECT FROM fresh), ARRAY(SELECT ticket_id FROM push),
       CASE WHEN %(wake)s AND EXISTS (SELECT FROM push) THEN pg_notify('{outbox.CHANNEL}', '') END
"""  # noqa: S608  no word of it comes from outside


class Outdated(Exception):
    """The integration changed since it was read into this process."""


def write_new(connection, platform, lines: list[Line], now) -> set:
    """Write what nobody pushed before; returns the ids of the tickets that stand now.

    A line that cannot stand is left out and spoils no other. Raises Outdated, or that the database is away.
    """
    try:
        return write_lines(connection, platform, lines, now)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        if len(lines) == 1:
            return set()
    return set().union(*(write_new(connection, platform, [line], now) for line in lines))


def write_lines(connection, platform, lines: list[Line], now) -> set:
    """All of them or, when the database refuses one, none."""
    ordered = sorted(lines, key=lambda line: line.external_id or "")  # one order for all writers: no deadlock
    said = {
        "integration_id": platform.id,
        "version": platform.version,
        "edition": platform.edition,
        "operator_id": platform.principal.operator_id,
        "now": now,
        "lines": as_json([{**line.row, "turn": turn} for turn, line in enumerate(ordered)]),
        "opened": lines[0].events[0].routing_key,
        "moved": lines[0].events[1].routing_key,
        "wake": outbox.wake_is_due(),
    }
    fresh, written, _ = connection.exec_driver_sql(STATEMENT, said).one()
    if not fresh:
        raise Outdated
    return set(written)
