"""An intake whose database and bus stand on a disk that can be full, and given room again.

The disk is a small file system in memory. Where nothing may be mounted the databases are told to refuse what a full
disk refuses: SQLite by its highest page, PostgreSQL by a trigger.
"""

from pathlib import Path

from sqlalchemy import event, select, text

from services.intake.service import service
from shared import contracts
from shared.messaging import topology
from shared.messaging.embedded import declare
from shared.storage.migrate import upgrade
from shared.testing.client import Client
from shared.testing.people import DESK
from shared.testing.servers import PostgresServer
from tests.fault.disks import SmallDisk
from tests.fault.writing import found_site, ticket

FULL = """
CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$
"""
REFUSE = "CREATE TRIGGER full_disk BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION full_disk()"
MANY = 1 << 30  # pages


class Crowded:
    def __init__(self, kind: str, keys, disk: SmallDisk | None, folder: Path):
        self.disk, self.keys, self.pages = disk, keys, MANY
        self.server: PostgresServer | None = None
        place = disk.place if disk else folder
        declare(str(place / "bus.db"), topology.queues(contracts.all_contracts()))
        url = self._database(kind, place)
        private, public = keys
        settings = {"database_url": url, "broker_url": f"embedded://{place}/bus.db", "token_public_keys": public}
        self.store = service.open_store(service.settings(**settings, token_private_key=private))
        if self.store.sqlite:
            event.listen(self.store.engine, "begin", self._limit)
        upgrade("intake", self.store.engine)
        found_site(self.store)
        self.app = service.web_app(self.store.settings, self.store)

    def _database(self, kind: str, place: Path) -> str:
        if kind == "sqlite":
            return f"sqlite:///{place / 'intake.db'}"
        self.server = PostgresServer(place / "pg" if self.disk else None, options={"min_wal_size": "32MB"}).start()
        return self.server.create_database("intake", "frontdesk_full", "test")

    def ask(self, number: int):
        """The same key each time the same ticket is asked for, as a caller who repeats himself has to."""
        client = Client(self.app, self.keys[0], DESK)
        return client.post("/tickets", json=ticket(number), headers={"Idempotency-Key": f"lamp-{number}"})

    def fill_up(self) -> None:
        if self.disk:
            self.disk.fill_up()
        elif self.store.sqlite:
            with self.store.reading(None) as session:
                self.pages = session.scalar(text("PRAGMA page_count"))
        else:
            self._say(FULL, REFUSE)

    def make_room(self) -> None:
        self.pages = MANY
        if self.disk:
            self.disk.make_room()
        elif not self.store.sqlite:
            self._say("DROP TRIGGER full_disk ON outbox")
        if self.server and not self.server.is_running():  # without room for its log it ends, and is started again
            self.server.start()

    def _limit(self, connection) -> None:
        connection.connection.driver_connection.execute(f"PRAGMA max_page_count={self.pages}")

    def _say(self, *statements: str) -> None:
        with self.store.work(None) as work:
            for statement in statements:
                work.session.execute(text(statement))

    def standing(self) -> list[str]:
        """The tickets by their text; each was announced, with its first move, or is not there at all."""
        tickets, outbox = self.store.table("tickets"), self.store.table("outbox")
        with self.store.reading(None) as session:
            found = {row.id: row.description for row in session.execute(select(tickets.c.id, tickets.c.description))}
            told = session.execute(select(outbox.c.about, outbox.c.routing_key)).all()
        for key in ("intake.ticket.opened.v1", "intake.ticket.moved.v1"):
            assert sorted(row.about for row in told if row.routing_key == key) == sorted(map(str, found))
        return sorted(found.values())

    def unsent(self) -> int:
        outbox = self.store.table("outbox")
        with self.store.reading(None) as session:
            return len(session.execute(select(outbox.c.position).where(outbox.c.sent_at.is_(None))).all())

    def close(self) -> None:
        self.store.close()
        if self.server:
            self.server.stop()
