"""Models and migrations agree, and migrations can be undone and repeated."""

from shared.storage import migrate


def test_models_and_migrations_agree(store):
    migrate.check("billing", store.engine)


def test_down_and_up_again(store):
    migrate.downgrade("billing", store.engine, "base")
    migrate.upgrade("billing", store.engine)
    assert migrate.at_head(store.engine, "billing")
