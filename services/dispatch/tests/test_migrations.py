"""Models and migrations agree, and migrations can be undone and repeated."""

from shared.storage import migrate


def test_models_and_migrations_agree(store):
    migrate.check("dispatch", store.engine)


def test_down_and_up_again(store):
    migrate.downgrade("dispatch", store.engine, "base")
    migrate.upgrade("dispatch", store.engine)
    assert migrate.at_head(store.engine, "dispatch")
