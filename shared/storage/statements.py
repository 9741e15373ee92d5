"""INSERT as each of our databases speaks it, with ON CONFLICT."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_into(session, table) -> Any:
    """An INSERT into `table` that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _INSERT[session.bind.dialect.name](table)
