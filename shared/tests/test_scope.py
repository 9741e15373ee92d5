"""People and machines see and write only within the operator and sites they were given (RO-1)."""

import pytest
from sqlalchemy import func, select, text, update

from shared.errors import NotAllowed
from shared.testing.people import ADMIN, DESK, NEIGHBOUR, OTHER_SITE, SECOND_SITE, SITE, STRANGER


@pytest.fixture
def leak(store, thing):
    with store.work(DESK) as work:
        known = thing(name="leak")
        work.session.add(known)
    return known


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


def test_going_on_as_somebody_else_forgets_what_was_loaded(store, thing, leak):
    with store.work(DESK) as work:
        assert work.session.get(thing, leak.id) is not None
        work.act_for(STRANGER, None)
        assert work.session.get(thing, leak.id) is None
