"""F8: the power of a database's disk is cut while the desk works: what was acknowledged is there (P1).

Each run has its negative controls beside it: the same disk and the same work with a database that does not wait for
the disk. Where no loop image may be mounted (a container without rights) only processes die and the controls are told
apart by their settings; that is less, and the test says so on its output.
"""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import make_url

from services.intake.service import service
from shared.storage.store import Store
from tests.fault import scale
from tests.fault.disks import Disk
from tests.fault.power import Database, cut, look, prepared, settings_of

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("faults")]
KINDS = ("sqlite", "postgresql")
SHIPPED = {
    "sqlite": {"journal_mode": "wal", "synchronous": 2},
    "postgresql": {"synchronous_commit": "on"},  # fsync is the server's own, and on unless somebody turns it off
}
CONTROLS = {"sqlite": ({"synchronous": "NORMAL"}, {"synchronous": "OFF"}), "postgresql": ({"fsync": "off"},)}
FEW = 8  # tickets before a control's power is cut: fewer than fill SQLite's log, whose end would be written down
CUTS = 10 if scale.LONG else 1


def tried(disk, database: Database, ledger, after: int):
    with contextlib.ExitStack() as over:
        used = disk.copy()
        over.callback(used.throw_away)
        left, told = cut(database, used, ledger, after)
        over.callback(left.throw_away)
        found = look(database, left, told)
    print(f"power cut, {database.kind} {database.options or 'as shipped'}: {found}")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_acknowledged_survives_a_power_cut_and_what_does_not_wait_for_the_disk_does_not(
    kind, tmp_path, token_keys, dice
):
    disk, password = prepared(kind, token_keys)
    runs = [({}, dice.randint(15, 60)) for _ in range(CUTS)] + [(control, FEW) for control in CONTROLS[kind]]

    def run(number: int):
        options, after = runs[number]
        for again in range(3 if options else 1):  # somebody else's `sync` would save a control
            database = Database(kind, token_keys, password=password, **options)
            left = tried(disk, database, tmp_path / f"told-{number}-{again}", after)
            if left.lost:
                break
        return left

    try:
        with ThreadPoolExecutor(3) as lines:
            found = list(lines.map(run, range(len(runs))))
    finally:
        disk.throw_away()
    shipped, controls = found[:CUTS], found[CUTS:]
    assert all(left.opened and left.lost == 0 and left.told >= 15 for left in shipped)
    if isinstance(disk, Disk):
        assert all(left.lost for left in controls), "a test that cannot lose proves nothing"
    else:
        print("no loop image can be mounted here: processes died, the power was not cut")


@pytest.mark.parametrize("kind", KINDS)
def test_every_connection_of_ours_waits_for_the_disk_whatever_a_role_says(kind, request):
    templates = request.getfixturevalue(f"{kind}_templates")
    url = templates.fresh("intake")
    if kind == "postgresql":
        made = make_url(url)
        templates._admin(f'ALTER ROLE "{made.username}" IN DATABASE "{made.database}" SET synchronous_commit = off')
    store = Store(url, service.metadata, name="intake")
    try:
        assert settings_of(store).items() >= SHIPPED[kind].items()
    finally:
        store.close()
        templates.drop(url)
