"""No statement of the list or the search goes without an index, on either database (quality.md P-7)."""

import pytest
from sqlalchemy import event, text

from services.intake.search.models import TicketWords
from services.intake.tickets.models import Ticket
from shared.ids import new_id
from shared.testing.people import SITE

ASKED = (
    *({}, {"site_id": str(SITE)}, {"state": "waiting"}, {"kind": "complaint", "state": "closed"}),
    *({"overdue": "true"}, {"unclassified": "true"}, {"owner": "me"}, {"category": "unit.pipe.leak"}),
    *({"phone": "5521"}, {"phone": "13812345521"}, {"number": "T-2026-000001"}, {"external_id": "CC-1"}),
    *({"text": "漏水"}, {"text": "3栋2单元1201"}, {"text": "13812345521", "state": "open"}),
)


@pytest.fixture
def plan(store, client, desk, place):
    """`plan(query)` -> how the database goes about the list that is asked for so, as one text."""

    def ask(query: dict, who=desk) -> str:
        asked: list[tuple] = []

        def note(_connection, _cursor, statement, parameters, *_):
            if "FROM tickets" in statement:
                asked.append((statement, parameters))

        event.listen(store.engine, "before_cursor_execute", note)
        try:
            assert client.as_(who).get("/tickets", query_string=query).status_code == 200
        finally:
            event.remove(store.engine, "before_cursor_execute", note)
        (told,) = asked
        return explained(store, who, *told)

    return ask


def explained(store, who, statement: str, parameters) -> str:
    """With so few rows PostgreSQL would read them all: it is asked what it could do if that were dear."""
    with store.reading(who) as session:
        connection = session.connection()
        if store.sqlite:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            return "\n".join(row.detail for row in rows)
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))


def without_index(plan: str) -> list[str]:
    """The steps that would read a whole table."""
    read_whole = ("SCAN tickets", "SCAN ticket_words", "SCAN unit_names", "Seq Scan")
    steps = [line.strip() for line in plan.splitlines()]
    return [step for step in steps if step.startswith(read_whole) and "INDEX" not in step or "Seq Scan" in step]


def test_every_way_to_ask_is_answered_by_indexes(plan):
    assert {str(query): without_index(plan(query)) for query in ASKED} == {str(query): [] for query in ASKED}


def test_head_office_pages_through_all_sites_by_an_index(plan, head_office):
    assert without_index(plan({}, head_office)) == []
    assert "ix_tickets_operator_page" in plan({}, head_office)


@pytest.fixture
def crowded(opened, store):
    """Two thousand tickets, each with a word of its own."""
    opened()
    with store.work(None) as work:
        (first,) = work.session.execute(Ticket.__table__.select()).mappings()
        ids = [new_id() for _ in range(2000)]
        rows = [{**first, "id": new, "number": f"N-{new.hex[-20:]}"} for new in ids]
        work.session.execute(Ticket.__table__.insert(), rows)
        words = [{"ticket_id": new, "seals": [number, 7]} for number, new in enumerate(ids)]
        work.session.execute(TicketWords.__table__.insert(), words)
        work.session.execute(text("ANALYZE"))


def test_words_are_looked_up_in_the_index_of_words_though_row_level_security_stands(plan, store, crowded):
    said = plan({"text": "漏水"})
    assert ("VIRTUAL TABLE INDEX" if store.sqlite else "ix_ticket_words_seals") in said


def test_the_check_sees_a_table_that_is_read_whole(store, desk):
    """An unknown column of text: nothing but reading everything would do."""
    statement = "SELECT id FROM tickets WHERE description > 'x'"
    assert without_index(explained(store, desk, statement, ()))


@pytest.mark.parametrize(("setting", "value"), [("jit", "off"), ("max_parallel_workers_per_gather", "0")])
def test_no_search_waits_for_a_compiler_or_for_workers(setting, value, store, desk):
    """At a million tickets PostgreSQL took this statement for dear enough to begin both, every time (P-7)."""
    with store.reading(desk) as session:
        assert store.sqlite or session.scalar(text(f"SHOW {setting}")) == value
