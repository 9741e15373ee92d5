"""`python -m services.<name> audit verify|heads`: prove the trail, and write down its ends to prove it by later."""

import argparse
from uuid import UUID

from sqlalchemy import select

from .verify import verify


def run(store, arguments: list[str]) -> int:
    """Leaves with 1 when anything is not as it was written."""
    asked = _parser(store.name).parse_args(arguments)
    return VERBS[asked.verb](store, asked)


def _parser(service: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m services.{service} audit")
    verbs = parser.add_subparsers(dest="verb", required=True)
    proved = verbs.add_parser("verify", help="hash every entry again, and follow every chain to its end")
    proved.add_argument("--operator", type=UUID)
    proved.add_argument("--site", type=UUID, help="the zero id is the chain of the operator as a whole")
    proved.add_argument("--head", action="append", default=[], help="a head that was told earlier; may be repeated")
    verbs.add_parser("heads", help="the ends of all chains, to be kept elsewhere")
    return parser


def prove(store, asked) -> int:
    verdict = verify(store, operator_id=asked.operator, site_id=asked.site, former=asked.head)
    for fault in verdict.faults:
        print(f"operator {fault.operator_id} site {fault.site_id} entry {fault.sequence}: {fault.said}")
    print(f"{verdict.entries} entries in {len(verdict.heads)} chains, {len(verdict.faults)} faults")
    return 1 if verdict.faults else 0


def show_heads(store, _asked) -> int:
    for head in heads(store):
        print(f"operator {head.operator_id} site {head.site_id} entry {head.sequence}: {head.hash}")
    return 0


def heads(store) -> list:
    table = store.table("audit_heads")
    with store.reading(None) as session:
        return session.execute(select(table).order_by(table.c.operator_id, table.c.site_id)).all()


VERBS = {"verify": prove, "heads": show_heads}
