"""Bring a service's database to the shape its models expect, and say whether it is there."""

import argparse
import importlib
import tempfile
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from .engine import open_engine

LOCK_TIMEOUT = "5s"  # a migration beside running code gives up rather than queue everybody behind it


def config_of(service: str, engine=None) -> Config:
    config = Config()
    package = importlib.import_module(f"services.{service}")
    config.set_main_option("script_location", str(Path(package.__path__[0]) / "migrations"))
    config.attributes["engine"] = engine
    return config


def upgrade(service: str, engine, target: str = "head") -> None:
    command.upgrade(config_of(service, engine), target)


def downgrade(service: str, engine, target: str) -> None:
    command.downgrade(config_of(service, engine), target)


def check(service: str, engine) -> None:
    """Raises alembic's CommandError when models and migrations disagree."""
    command.check(config_of(service, engine))


def at_head(engine, service: str) -> bool:
    """Has the database all that this code needs? One that is ahead has: migrations run beside the old code."""
    scripts = ScriptDirectory.from_config(config_of(service))
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    return current == scripts.get_current_head() or (current is not None and current not in known)


def run_migrations(metadata) -> None:
    """Called by every service's migrations/env.py."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        context.configure(
            connection=connection, target_metadata=metadata, render_as_batch=sqlite, include_object=of_both_sides
        )
        with context.begin_transaction():
            if not sqlite:
                connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
                connection.execute(text("SET frontdesk.operator = '*'"))
                connection.execute(text("SET frontdesk.sites = '*'"))
            context.run_migrations()
        connection.commit()
        connection.invalidate()  # these settings are for the migration alone


def of_both_sides(thing, name, kind: str, reflected: bool, counterpart) -> bool:
    """What models and migrations are compared by: not what SQLite's full-text search keeps behind its tables
    (`…_fts`), nor an index that only one kind of database has (`info={"only": "postgresql"}`)."""
    if kind == "table":
        return not (reflected and counterpart is None and "_fts" in name)
    only = getattr(thing, "info", {}).get("only")
    return only in (None, context.get_context().dialect.name)


def write_revision(service: str, message: str) -> None:
    """Draft the next migration of a service by comparing its models with what its migrations build."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/draft.db")
        upgrade(service, engine)
        command.revision(config_of(service, engine), message, autogenerate=True)
        engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m shared.storage.migrate")
    parser.add_argument("verb", choices=["revision"])
    parser.add_argument("service")
    parser.add_argument("message")
    asked = parser.parse_args()
    write_revision(asked.service, asked.message)
