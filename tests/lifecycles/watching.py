"""What stands in a database, row by row, so that "nothing changed" can be said of all of it, the outbox too."""

from sqlalchemy import func, select

from shared.messaging.envelope import Envelope

FORGOTTEN = {"idempotency", "alembic_version"}  # answers kept for repeats, and the schema's own mark


def photograph(store, *, only_count: bool = False) -> dict[str, list[tuple]]:
    """Every row of every table, as the database's own driver reads it; or only how many there are."""
    what = "count(*)" if only_count else "*"
    with store.reading(None) as session:
        read = session.connection().exec_driver_sql
        return {
            table.name: [tuple(row) for row in read(f'SELECT {what} FROM "{table.name}"')]  # noqa: S608
            for table in store.metadata.sorted_tables
            if table.name not in FORGOTTEN
        }


def differences(before: dict, after: dict) -> dict[str, tuple[list, list]]:
    """Table → (rows that went, rows that came); the order of rows says nothing."""
    found = {}
    for name, rows in before.items():
        if rows != after[name]:
            gone = [row for row in rows if row not in after[name]]
            come = [row for row in after[name] if row not in rows]
            if gone or come:
                found[name] = (gone, come)
    return found


class Ear:
    """Hears what was announced since it last listened, of what begins with `for_`: (contract name, data as sent)."""

    def __init__(self, store, for_: str | tuple[str, ...] = ""):
        self.store, self.for_ = store, for_
        with store.reading(None) as session:
            self.heard = session.scalar(select(func.max(store.table("outbox").c.position))) or 0

    def listen(self) -> list[tuple[str, dict]]:
        table = self.store.table("outbox")
        news = select(table.c.position, table.c.body).where(table.c.position > self.heard).order_by(table.c.position)
        with self.store.reading(None) as session:
            found = session.execute(news).all()
        self.heard = found[-1].position if found else self.heard
        envelopes = [Envelope.read(row.body) for row in found]
        told = [(envelope.routing_key.rsplit(".v", 1)[0], envelope.data) for envelope in envelopes]
        return [(name, data) for name, data in told if name.startswith(self.for_)]
