"""F19, F20: one service's database set back to the middle of the day, and single rows that disagree: what can be
mended is mended by announcing again, and what cannot is named by its id."""

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from embedded.folder import SERVICES
from shared.messaging.event_lists import HEARD, lines_of
from tests.fault.conftest import roll
from tests.fault.restored import house_of, play_day, sent_ids
from tests.ledger.house import stores_of

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.xdist_group("faults"), pytest.mark.timeout(900)]
RECORDS = 6


class Day:
    """`announced`: the ids that each service sent, as long as others heard them."""

    def __init__(self, folder: Path, backup: Path, began: datetime, code: int):
        self.folder, self.backup, self.began, self.code = folder, backup, began, code
        with stores_of(folder) as stores:
            lines = [line.split() for store in stores.values() for line in lines_of(store, began)]
            heard = {event_id for side, _, _, event_id in lines if side == HEARD}
            self.announced = {name: sent_ids(stores[name]) & heard for name in SERVICES}

    def backup_of(self, service: str) -> dict[str, Path]:
        return {service: self.backup / f"{service}.db"}


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    began, dice = datetime.now(UTC), roll("the day of F19 and F20")
    code = play_day(folder / "centre", folder / "backup", random.Random(dice.random()), RECORDS)  # noqa: S311
    return Day(folder / "centre", folder / "backup", began, code)


def plant(path: Path, statement: str) -> None:
    """The database's own guards, which refuse this, are taken off first."""
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        assert database.execute(statement).rowcount == 1


ONE = {  # that counts: it is paid for. Were both of one order, they would still not agree: 1 is not 2
    "bills": "(SELECT min(rowid) FROM bills WHERE state != 'reversed')",
    "work_orders": "(SELECT min(rowid) FROM work_orders WHERE amount > 0 AND state != 'cancelled')",
}
NOBODY = "lower(hex(randomblob(16)))"
DISAGREEMENTS = {  # service, table, what is done to one row, and the rule that has to name it
    "a bill asks for another amount": ("billing", "bills", "amount = amount + 1", "bill"),
    "an order costs another amount": ("dispatch", "work_orders", "amount = amount + 2", "bill"),
    "a bill is for an order nobody knows": ("billing", "bills", f"work_order_id = {NOBODY}", "bill"),
    "an order is for a ticket nobody knows": ("dispatch", "work_orders", f"ticket_id = {NOBODY}", "work"),
}


def test_the_day_itself_leaves_no_difference_and_what_is_planted_in_it_is_named(day, tmp_path, monkeypatch):
    assert day.code == 0
    with house_of(day.folder, tmp_path / "copy", monkeypatch) as house:
        assert house.event_differences() == []
        known = set(house.differences())
        assert known == set()
        for what, (service, table, change, rule) in DISAGREEMENTS.items():
            plant(tmp_path / "copy" / f"{service}.db", f"UPDATE {table} SET {change} WHERE rowid = {ONE[table]}")  # noqa: S608
            found = set(house.differences())
            assert any(line.startswith(f"{rule}: ") for line in found - known), what
            known = found


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_set_back_hears_all_again_and_what_only_it_knew_is_named(day, tmp_path, monkeypatch, service):
    """Event by event: nothing unheard is left; what it announced after the backup and forgot is listed, each by id."""
    with house_of(day.folder, tmp_path / "after", monkeypatch, day.backup_of(service)) as house:
        unheard = [line for line in house.event_differences() if "never heard" in line]
        again = house.announce_again(*[name for name in SERVICES if name != service], since=day.began)
        house.come_to_rest()
        forgotten = day.announced[service] - sent_ids(house.stores[service])
        named = house.event_differences()
        print(f"F19 {service}: unheard {len(unheard)}, announced again {again}, not to be mended {len(forgotten)}")
        assert unheard and forgotten, "or this test shows nothing"
        assert [line for line in named if "never heard" in line] == []
        assert {line.split()[0] for line in named} == forgotten
        if service == "billing":  # its bills are there again, by other numbers, but nobody has paid them
            assert house.differences() == [], "only the events tell which payments are gone"
            assert any("billing.payment.received" in line for line in named)
