"""Models and migrations agree, and migrations can be undone and repeated."""

from sqlalchemy import text

from shared.storage import migrate


def test_models_and_migrations_agree(store):
    migrate.check("dispatch", store.engine)


def test_down_and_up_again(store):
    migrate.downgrade("dispatch", store.engine, "base")
    migrate.upgrade("dispatch", store.engine)
    assert migrate.at_head(store.engine, "dispatch")


def test_a_database_that_is_behind_is_not_ready_and_one_that_is_ahead_is(store):
    migrate.downgrade("dispatch", store.engine, "0001")
    assert not migrate.at_head(store.engine, "dispatch")
    migrate.upgrade("dispatch", store.engine)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of a later release'"))
    assert migrate.at_head(store.engine, "dispatch")
