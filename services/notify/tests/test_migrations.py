"""The tables that the migrations build are those that the models expect."""

from sqlalchemy import inspect

from shared.storage import migrate


def test_models_and_migrations_agree(store):
    migrate.check("notify", store.engine)
    assert migrate.at_head(store.engine, "notify")


def test_migrations_go_down_and_up_again(store):
    migrate.downgrade("notify", store.engine, "base")
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade("notify", store.engine)
    migrate.check("notify", store.engine)
