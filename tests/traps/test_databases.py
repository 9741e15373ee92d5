"""Traps of databases as shipped (reliability.md 2.2). The power cuts themselves are F8; this is what they rest on."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import text

from shared.storage.engine import open_engine
from shared.testing.servers import shared_postgres

pytestmark = [pytest.mark.servers]


def pragmas(connection) -> tuple:
    return tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous"))


def test_sqlite_writes_through_to_the_disk_on_every_connection(tmp_path):
    path = tmp_path / "x.db"
    with sqlite3.connect(tmp_path / "recipe.db") as recipe:
        recipe.execute("PRAGMA journal_mode=WAL")
        recipe.execute("PRAGMA synchronous=NORMAL")
        assert pragmas(recipe) == ("wal", 1), "the trap of many a recipe: 783 acknowledged tickets were lost"
    engine = open_engine(f"sqlite:///{path}")
    held = [engine.connect() for _ in range(4)]
    assert {pragmas(each.connection.driver_connection) for each in held} == {("wal", 2)}
    for each in held:
        each.close()
    engine.dispose()


@pytest.mark.parametrize(("default", "ours"), [("off", "on"), ("local", "on"), ("on", "on"), ("remote_apply",) * 2])
def test_no_default_of_a_role_makes_postgresql_answer_before_the_disk_has_it(default, ours):
    server, name = shared_postgres(), f"trap_{default}"
    url = server.create_database(name, name, "secret")
    try:
        with psycopg.connect(server.admin_url, autocommit=True) as admin:
            admin.execute(f"ALTER ROLE {name} SET synchronous_commit = {default}")
        with psycopg.connect(url) as usual:
            assert usual.execute("SHOW synchronous_commit").fetchone() == (default,), "the trap"
        for single in (False, True):
            engine = open_engine(url, single=single)
            with engine.connect() as connection:
                assert connection.scalar(text("SHOW synchronous_commit")) == ours
                connection.rollback()
                assert connection.scalar(text("SHOW synchronous_commit")) == ours, "a rollback does not undo it"
            engine.dispose()
    finally:
        server.drop_database(name)
