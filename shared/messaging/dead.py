"""Dead events for whoever runs the machine: list, look inside, replay, drop; those that name no operator too (P5)."""

import argparse
import getpass
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.audit import WHOLE_OPERATOR
from shared.errors import DomainError
from shared.principal import Principal

from . import inside, worklist


def run(settlement, arguments: list[str]) -> int:
    """`python -m services.<name> dead list|show|replay|drop`; returns the exit code."""
    parser = _parser(settlement.store.name)
    asked = parser.parse_args(arguments)
    if asked.verb == "replay" and asked.all == bool(asked.event_id):
        parser.error("replay: say which events, or --all")
    try:
        VERBS[asked.verb](settlement, asked)
        return 0
    except DomainError as error:
        print(error.detail, file=sys.stderr)
        return 1


def _parser(service: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m services.{service} dead")
    verbs = parser.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser("list", help="what is dead, waiting or dropped")
    listed.add_argument("--state", choices=worklist.STATES, default="dead")
    _filters(listed)
    verbs.add_parser("show", help="one event with its reason, masked").add_argument("event_id", type=UUID)
    replayed = verbs.add_parser("replay", help="try again: some at once, or all that fit by the consumer")
    replayed.add_argument("event_id", type=UUID, nargs="*")
    replayed.add_argument("--all", action="store_true")
    replayed.add_argument("--by", default=getpass.getuser(), help="who decided; goes on record")
    replayed.add_argument("--reason")
    _filters(replayed)
    dropped = verbs.add_parser("drop", help="give one up; who and why stay on record")
    dropped.add_argument("event_id", type=UUID)
    dropped.add_argument("--by", required=True)
    dropped.add_argument("--reason", required=True)
    return parser


def _filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--type", help="routing key, such as intake.ticket.opened.v1")
    parser.add_argument("--operator", type=UUID)
    parser.add_argument("--site", type=UUID)
    parser.add_argument("--older-than", type=float, metavar="HOURS")


def _asked(asked) -> dict:
    before = datetime.now(UTC) - timedelta(hours=asked.older_than) if asked.older_than else None
    said = {"type": asked.type, "operator_id": asked.operator, "site_id": asked.site, "parked_before": before}
    return {**said, "state": getattr(asked, "state", "dead")}


def _by(name: str) -> Principal:
    return Principal(f"command:{name}"[:100], "person", name, name, WHOLE_OPERATOR, {})


def show_list(settlement, asked) -> None:
    store = settlement.store
    table = store.table("parked_events")
    with store.reading(None) as session:
        rows = session.execute(worklist.chosen(table, None, _asked(asked)).order_by(table.c.parked_at)).all()
    for row in rows:
        said = worklist.reason(row.error).replace("\n", " ")[:80]
        print(f"{row.event_id}  {row.routing_key:40}  {row.attempts:>3}  {row.parked_at:%Y-%m-%d %H:%M}  {said}")
    print(f"{len(rows)} {asked.state}")


def show_one(settlement, asked) -> None:
    with settlement.store.reading(None) as session:
        row = worklist.find(session, settlement.store.table("parked_events"), None, asked.event_id)
    seen = inside.look_inside(row, settlement.answers)
    print(f"{seen['type']}  {seen['state']} after {seen['attempts']} attempts")
    print(f"{seen['reason']}\n{seen['detail']}")
    print(f"answered by {', '.join(seen['handlers']) or 'nobody here'}\n\n{seen['body']}")


def replay(settlement, asked) -> None:
    store, by = settlement.store, _by(asked.by)
    if asked.all:
        with store.work(None) as work:
            many, left = worklist.replay_all(work, None, _asked(asked), by=by, because=asked.reason)
        print(f"{many} will be tried again by the consumer, {left} are left")
    for event_id in [] if asked.all else asked.event_id:
        with store.work(None) as work:
            worklist.replay(work, None, event_id, by=by, because=asked.reason)
        print(f"{event_id} {worklist.try_now(settlement, event_id, datetime.now(UTC))}")


def drop(settlement, asked) -> None:
    with settlement.store.work(None) as work:
        worklist.drop(work, None, asked.event_id, by=_by(asked.by), because=asked.reason)
    print(f"{asked.event_id} dropped")


VERBS = {"list": show_list, "show": show_one, "replay": replay, "drop": drop}
