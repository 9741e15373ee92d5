"""People and machines see and write only within the operator and sites they were given (RO-1)."""

import itertools

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import ProgrammingError

from shared.errors import NotAllowed
from shared.storage.scope import names_a_site_of
from shared.storage.security import protect_anew
from shared.testing.people import ADMIN, DESK, NEIGHBOUR, OTHER_SITE, SECOND_SITE, SITE, STRANGER


@pytest.fixture
def leak(store, thing):
    with store.work(DESK) as work:
        known = thing(name="leak")
        work.session.add(known)
    return known


def test_a_list_that_names_no_site_is_every_sites(store, thing):
    said = {"unsaid": {}, "none": {"site_ids": None}, "all": {"site_ids": ["*"]}, "own": {"site_ids": [str(SITE)]}}
    said["other"] = {"site_ids": [str(SECOND_SITE)]}
    with store.work(DESK) as work:
        work.session.add_all([thing(name=name, **facts) for name, facts in said.items()])
    with store.reading(DESK) as session:
        found = session.scalars(select(thing.name).where(names_a_site_of(thing.site_ids, DESK)))
        assert set(found) == {"unsaid", "none", "all", "own"}


def count(store, principal, thing) -> int:
    with store.reading(principal) as session:
        return session.scalar(select(func.count()).select_from(thing))


def test_the_scope_is_filled_in_from_who_acts(leak):
    assert (leak.operator_id, leak.site_id) == (DESK.operator_id, SITE)


@pytest.mark.parametrize("who", [STRANGER, NEIGHBOUR], ids=["other operator", "other site"])
def test_others_neither_find_nor_count_nor_get_it(store, thing, leak, who):
    assert count(store, who, thing) == 0
    with store.reading(who) as session:
        assert session.get(thing, leak.id) is None


@pytest.mark.parametrize("who", [STRANGER, NEIGHBOUR], ids=["other operator", "other site"])
def test_others_change_nothing_of_it(store, thing, leak, who):
    with store.work(who) as work:
        assert work.session.execute(update(thing).values(name="stolen")).rowcount == 0


def test_somebody_of_all_sites_sees_every_site_of_the_operator(store, thing, leak):
    assert count(store, ADMIN, thing) == 1


@pytest.mark.parametrize("site", [SECOND_SITE, OTHER_SITE])
def test_nothing_is_written_into_another_site(store, thing, site):
    with pytest.raises(NotAllowed), store.work(DESK) as work:
        work.session.add(thing(name="planted", site_id=site))


def test_nothing_is_written_for_another_operator(store, thing):
    with pytest.raises(NotAllowed), store.work(ADMIN) as work:
        work.session.add(thing(name="planted", operator_id=STRANGER.operator_id, site_id=SITE))


def test_the_database_itself_hides_foreign_rows_from_plain_sql(store, leak):
    if store.sqlite:
        return  # SQLite has no second wall
    with store.reading(STRANGER) as session:
        assert session.scalar(text("SELECT count(*) FROM things")) == 0
    with store.reading(DESK) as session:
        assert session.scalar(text("SELECT count(*) FROM things")) == 1


def test_the_second_wall_moves_with_who_acts_after_a_failure(store, leak):
    if store.sqlite:
        return
    with pytest.raises(RuntimeError), store.work(STRANGER):
        raise RuntimeError
    with store.reading(DESK) as session:
        assert session.scalar(text("SELECT count(*) FROM things")) == 1


def test_what_a_connection_is_thought_to_see_is_what_it_sees(store, leak):
    """Whatever came before on it: a look, a failure, a statement of its own, in any order."""
    if store.sqlite:
        return

    def fails(who):
        with pytest.raises(RuntimeError), store.work(who):
            raise RuntimeError

    def breaks(who):
        with pytest.raises(ProgrammingError), store.work(who) as work:
            work.session.execute(text("SELECT * FROM nowhere"))

    def alone(who, said="SELECT 1"):
        with store.single(who) as connection:
            connection.exec_driver_sql(said)

    def alone_in_vain(who):
        with pytest.raises(ProgrammingError):
            alone(who, "SELECT * FROM nowhere")

    steps = [fails, breaks, alone, alone_in_vain, lambda who: count(store, who, text("things"))]
    for before, step, who, after in itertools.product((DESK, STRANGER), steps, (DESK, STRANGER), (DESK, STRANGER)):
        with store.work(before):
            pass
        step(who)
        with store.work(after) as work:
            seen = work.session.scalar(text("SELECT current_setting('frontdesk.operator')"))
        with store.single(after) as connection:
            alone_seen = connection.exec_driver_sql("SELECT current_setting('frontdesk.operator')").scalar()
        assert seen == alone_seen == str(after.operator_id)


def test_going_on_as_somebody_else_forgets_what_was_loaded(store, thing, leak):
    with store.work(DESK) as work:
        assert work.session.get(thing, leak.id) is not None
        work.act_for(STRANGER, None)
        assert work.session.get(thing, leak.id) is None


def test_the_second_wall_is_reckoned_with_by_what_the_table_holds(store, thing, leak):
    """A planner that thinks the wall leaves nothing sorts whole tables for a page."""
    if store.sqlite:
        return
    with store.work(DESK) as work:
        work.session.add_all([thing(name=f"leak {number}") for number in range(400)])
    with store.single(None) as connection:
        connection.exec_driver_sql("ANALYZE things")
    for who, least in ((DESK, 40), (ADMIN, 300)):
        with store.reading(who) as session:
            plan = session.scalar(text("EXPLAIN (FORMAT JSON) SELECT * FROM things"))
        assert plan[0]["Plan"]["Plan Rows"] >= least


def test_a_wall_of_former_days_gets_the_rule_of_today(store, leak):
    if store.sqlite:
        return
    wall = "SELECT qual, with_check FROM pg_policies WHERE tablename = 'things'"
    with store.single(None) as connection:
        ours = connection.exec_driver_sql(wall).one()
        former = "operator_id::text = current_setting('frontdesk.operator', true) AND 'frontdesk.sites' <> ''"
        connection.exec_driver_sql(f"ALTER POLICY scope ON things USING ({former}) WITH CHECK ({former})")
        assert connection.exec_driver_sql(wall).one() != ours
        protect_anew(Operations(MigrationContext.configure(connection)))
        assert connection.exec_driver_sql(wall).one() == ours
