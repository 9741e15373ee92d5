"""The trail is written with the act it tells, chained without a gap, and not rewritten by anybody."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from shared.audit import WHOLE_OPERATOR
from shared.audit.verify import verify
from shared.testing.people import ADMIN, CASHIER, OPERATOR, OTHER_OPERATOR, OTHER_SITE, SECOND_SITE, SITE, STRANGER
from shared.tracing import follow

WRITERS, EACH = 50, 4


def entries(store) -> list:
    table = store.table("audit_entries")
    with store.reading(None) as session:
        return session.execute(select(table).order_by(table.c.operator_id, table.c.site_id, table.c.sequence)).all()


def test_an_act_says_who_what_when_why_and_what_was_before_and_after(store, act, now):
    with follow() as trace:
        before = {"state": "received", "payer": "李敏敏", "phone": "13812345521"}
        act(who=CASHIER, before=before, after={"state": "reversed"}, because="call 13812345521, twice")
    (entry,) = entries(store)
    assert (entry.operator_id, entry.site_id, entry.sequence) == (OPERATOR, SITE, 1)
    assert (entry.subject, entry.name, entry.roles) == ("person:cashier", "Cashier", "cashier")
    assert (entry.action, entry.about_kind, entry.about_id) == ("payment.reversed", "payment", "p1")
    assert datetime.fromisoformat(entry.at) == now and entry.trace_id == trace.trace_id
    assert json.loads(entry.before) == {"state": "received", "payer": "李**", "phone": "138****5521"}
    assert json.loads(entry.after) == {"state": "reversed"} and entry.because == "call 138****5521, twice"


def test_an_act_that_failed_is_not_on_record(store, act, now):
    with pytest.raises(RuntimeError), store.work(ADMIN, now=now) as work:
        work.audit("payment.reversed", about=("payment", "p1"), site_id=SITE)
        raise RuntimeError("the rest failed")
    act()
    assert [entry.sequence for entry in entries(store)] == [1]


def test_each_site_and_the_operator_as_a_whole_have_a_chain_of_their_own(store, act, faults):
    for _ in range(2):
        act()
        act(site=SECOND_SITE)
        act("account.created", site=None)
        act(who=STRANGER, site=OTHER_SITE)
    kept = [(entry.operator_id, entry.site_id, entry.sequence) for entry in entries(store)]
    chains = [(OPERATOR, WHOLE_OPERATOR), (OPERATOR, SITE), (OPERATOR, SECOND_SITE), (OTHER_OPERATOR, OTHER_SITE)]
    assert kept == [(*chain, sequence) for chain in chains for sequence in (1, 2)]
    assert faults() == []


def test_one_transaction_may_tell_several_acts_of_several_sites(store, faults, now):
    with store.work(ADMIN, now=now) as work:
        for site in (SECOND_SITE, SITE, SECOND_SITE):
            work.audit("price_list.imported", about=("price_list", "x"), site_id=site)
    assert [entry.sequence for entry in entries(store)] == [1, 1, 2] and faults() == []


def test_fifty_who_write_at_once_leave_whole_chains(store):
    def write(number: int) -> None:
        for at in range(EACH):
            with store.work(ADMIN, now=datetime.now(UTC)) as work:
                for site in (SITE, SECOND_SITE) if number % 2 else (SECOND_SITE, SITE):
                    work.audit("payment.received", about=("payment", f"{number}-{at}"), site_id=site)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    verdict = verify(store)
    assert verdict.faults == [] and verdict.entries == 2 * WRITERS * EACH
    assert [sequence for sequence, _hash in verdict.heads.values()] == [WRITERS * EACH] * 2


REWRITING = [
    "UPDATE audit_entries SET because = 'nothing'",
    "DELETE FROM audit_entries",
    "UPDATE audit_heads SET sequence = 0",
    "UPDATE audit_heads SET hash = 'x'",
    "DELETE FROM audit_heads",
]


@pytest.mark.parametrize("statement", REWRITING)
def test_the_database_refuses_to_rewrite_the_trail_even_to_its_owner(statement, store, act, faults):
    act()
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="never rewritten"):
        if not store.sqlite:
            connection.exec_driver_sql("SET frontdesk.operator = '*'")
        connection.exec_driver_sql(statement)
    assert faults() == []


def test_postgresql_does_not_let_it_be_emptied_either(store, act):
    act()
    for table in () if store.sqlite else ("audit_entries", "audit_heads"):
        with store.engine.connect() as connection, pytest.raises(DBAPIError, match="never rewritten"):
            connection.exec_driver_sql(f"TRUNCATE {table}")


def test_the_second_wall_stands_around_the_trail_of_each_operator(store, act):
    act(who=STRANGER, site=OTHER_SITE)
    with store.reading(ADMIN) as session:
        seen = session.execute(select(store.table("audit_entries"))).all()
    assert len(seen) == (1 if store.sqlite else 0)
