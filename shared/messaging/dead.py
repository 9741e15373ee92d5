"""Dead events as a worklist: list, look inside, replay, drop with a reason."""

import argparse
import json
import sys
from datetime import UTC, datetime
from uuid import UUID

from shared.errors import DomainError
from shared.masking import mask_text

from . import parked


def run(store, arguments: list[str]) -> int:
    """`python -m services.<name> dead list|show|replay|drop`; returns the exit code."""
    asked = _parser(store.name).parse_args(arguments)
    try:
        return VERBS[asked.verb](store, asked) or 0
    except DomainError as error:
        print(error.detail, file=sys.stderr)
        return 1


def _parser(service: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m services.{service} dead")
    verbs = parser.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser("list", help="what is dead, waiting or dropped")
    listed.add_argument("--state", choices=["dead", "waiting", "dropped"], default="dead")
    verbs.add_parser("show", help="one event with its reason, masked").add_argument("event_id", type=UUID)
    replayed = verbs.add_parser("replay", help="try again: some, or all of them")
    replayed.add_argument("event_id", type=UUID, nargs="*")
    replayed.add_argument("--all", action="store_true")
    dropped = verbs.add_parser("drop", help="give one up; who and why stay on record")
    dropped.add_argument("event_id", type=UUID)
    dropped.add_argument("--by", required=True)
    dropped.add_argument("--reason", required=True)
    return parser


def show_list(store, asked) -> None:
    with store.reading(None) as session:
        rows = parked.listing(session, store.table("parked_events"), asked.state)
    for row in rows:
        print(f"{row.event_id}  {row.routing_key:40}  {row.attempts:>3}  {row.parked_at:%Y-%m-%d %H:%M}  {_short(row)}")
    print(f"{len(rows)} {asked.state}")


def _short(row) -> str:
    return mask_text(row.error).replace("\n", " ")[:80]


def show_one(store, asked) -> None:
    with store.reading(None) as session:
        row = parked.one(session, store.table("parked_events"), asked.event_id)
    print(f"{row.routing_key}  {row.state} after {row.attempts} attempts\n{mask_text(row.error)}\n")
    try:
        body = json.dumps(json.loads(row.body), ensure_ascii=False, indent=2)
    except ValueError:
        body = row.body
    print(mask_text(body))


def replay(store, asked) -> None:
    table = store.table("parked_events")
    with store.work(None) as work:
        chosen = asked.event_id
        if asked.all:
            chosen = [row.event_id for row in parked.listing(work.session, table, "dead")]
        count = parked.replay(work.session, table, chosen, datetime.now(UTC))
    print(f"{count} will be tried again by the consumer")


def drop(store, asked) -> None:
    with store.work(None) as work:
        parked.drop(work.session, store.table("parked_events"), asked.event_id, by=asked.by, reason=asked.reason)
    print(f"{asked.event_id} dropped")


VERBS = {"list": show_list, "show": show_one, "replay": replay, "drop": drop}
