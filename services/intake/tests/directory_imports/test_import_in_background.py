"""Thousands of rows by spreadsheet: looked through first, mended by row, imported a hundred at a time (RO-4, RF-6)."""

import io
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import UUID

import pytest
import xlsxwriter
from openpyxl import load_workbook
from sqlalchemy import func, select

from services.intake.directory.clock import clock
from services.intake.directory.imports import going_on, looking_through
from services.intake.directory.imports.beside import Beside
from services.intake.directory.imports.holding import held
from services.intake.directory.imports.models import LIFECYCLE, DirectoryImport, ImportState
from services.intake.directory.models import Unit
from services.intake.households.models import Household, Person
from shared.clockwork import Clockwork
from shared.testing.people import NEIGHBOUR

IMPORTS = "/directory/imports"
HEADS = {
    "buildings": ["项目", "编码", "中文名称", "英文名"],
    "units": ["项目", "楼栋", "房号", "楼层", "建筑面积"],
    "households": ["项目", "房号", "姓名", "手机"],
}


def spreadsheet(**sheets: list[list]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            tab = workbook.add_worksheet(name)
            for number, line in enumerate([HEADS[name], *rows]):
                tab.write_row(number, 0, line)
    return made.getvalue()


def register(flats: int = 5, /, **also) -> bytes:
    rooms = [f"9-1-{100 + number}" for number in range(flats)]
    sheets = {"buildings": [["CH", "9", "九栋", "Nine"]], "units": [["CH", "9", room, 3, 89.5] for room in rooms]}
    sheets["households"] = [["CH", room, f"业主{room}", f"1381234{1000 + at}"] for at, room in enumerate(rooms)]
    return spreadsheet(**{name: rows + also.get(name, []) for name, rows in sheets.items()})


BAD = {
    "units": [["CH", "8", "8-1-101", 3, 60], ["CH", "9", "9-1-900", "三", 60]],
    "households": [["CH", "9-1-100", "王", "12"]],
}


@pytest.fixture
def tick(store):
    """The clock of this room alone."""
    clockwork = Clockwork(store, (clock,))
    return lambda at: (clockwork.start(at), clockwork.tick(at))


@pytest.fixture
def hand_in(client, manager, place, tick, now):
    """`hand_in(content)` -> the import after it was looked through."""

    def send(content: bytes, name: str = "register.xlsx", who=manager) -> dict:
        data = {"file": (io.BytesIO(content), name)}
        answer = client.as_(who).post(f"{IMPORTS}/background", data=data, content_type="multipart/form-data")
        assert answer.status_code == 202, answer.json
        assert answer.json["state"] == "received"
        return look(client, who, tick, answer.json)

    return send


@pytest.fixture
def carry_out(client, manager, tick):
    def ask(handed: dict, who=manager, looks: int = 60, **said) -> dict:
        answer = client.as_(who).post(f"{IMPORTS}/{handed['id']}/carry-out", json=said, version=handed["version"])
        assert answer.status_code == 202, answer.json
        return look(client, who, tick, handed, looks)

    return ask


def look(client, who, tick, handed: dict, looks: int = 60) -> dict:
    """As it is when the clock has looked in so often, or before when nothing goes on any more."""
    for turn in range(1, looks + 1):
        tick(datetime.now(UTC) + timedelta(seconds=5 * turn))
        now = client.as_(who).get(f"{IMPORTS}/{handed['id']}").json
        if now["state"] not in ("received", "importing"):
            break
    return now


def count(store, model) -> int:
    with store.reading(None) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_register_is_looked_through_then_imported_in_parts_and_announced(
    hand_in, carry_out, store, announced, monkeypatch
):
    monkeypatch.setattr(going_on, "AT_ONCE", 3)
    before = count(store, Unit)
    handed = hand_in(register())
    assert (handed["state"], handed["total"], handed["progress"]) == ("checked", 11, 100)
    assert handed["counts"] == {"buildings": {"created": 1}, "units": {"created": 5}, "households": {"created": 5}}
    assert count(store, Unit) == before and announced("intake.unit.changed") == []
    done = carry_out(handed)
    assert (done["state"], done["done"], done["refused_count"]) == ("imported", 11, 0)
    assert count(store, Unit) == before + 5 and count(store, Person) == count(store, Household) == 5
    assert len(announced("intake.unit.changed")) == len(announced("intake.household.changed")) == 5


def test_the_same_file_again_changes_nothing_and_announces_nothing(hand_in, carry_out, announced):
    carry_out(hand_in(register()))
    told = len(announced())
    again = hand_in(register())
    assert {status for counted in again["counts"].values() for status in counted} == {"unchanged"}
    assert carry_out(again)["state"] == "imported" and len(announced()) == told


def test_bad_rows_are_named_by_row_and_column_and_come_back_mended(
    hand_in, carry_out, client, manager, store, on_record
):
    handed = hand_in(register(**BAD))
    said = {(one["sheet"], one["row"]): list(one["errors"]) for one in handed["refused"]}
    assert said == {("units", 7): ["building"], ("units", 8): ["floor"], ("households", 7): ["phones"]}
    refused = client.as_(manager).post(f"{IMPORTS}/{handed['id']}/carry-out", json={}, version=handed["version"])
    assert refused.status_code == 422 and "partial" in refused.json["errors"]
    assert carry_out(handed, partial=True)["state"] == "imported" and count(store, Person) == 5
    file = client.as_(manager).get(f"{IMPORTS}/{handed['id']}/refused", headers={"Accept-Language": "zh"}).get_data()
    assert [entry.action for entry in on_record()].count("list.exported") == 1
    book = load_workbook(io.BytesIO(file))
    head, first, second = book["units"].iter_rows(values_only=True)
    assert head[0] == "原行号" and head[-1] == "不能导入的原因" and (first[0], first[3]) == (7, "8-1-101")
    assert first[-1] == "楼栋: 项目 CH 没有楼栋 8，请在“楼栋”表中给出。" and "楼层: 应为整数" in second[-1]
    book["units"]["C2"], book["units"]["F3"], book["households"]["H2"] = "9", 3, "13812349999"
    mended = io.BytesIO()
    book.save(mended)
    again = hand_in(mended.getvalue())
    assert again["refused_count"] == 0, again["refused"]
    assert carry_out(again)["state"] == "imported" and count(store, Person) == 6


def test_more_bad_rows_than_are_noted_are_not_left_out_but_handed_in_again(hand_in, client, manager, monkeypatch):
    """A second row of one unit is only known as such by the note: later parts of the import do not see the first."""
    monkeypatch.setattr(looking_through, "MOST_REFUSED", 2)
    handed = hand_in(register(**BAD))
    assert (handed["refused_count"], len(handed["refused"])) == (3, 2)
    path = f"{IMPORTS}/{handed['id']}/carry-out"
    refused = client.as_(manager).post(path, json={"partial": True}, version=handed["version"])
    assert refused.status_code == 422 and "hand it in again" in refused.json["detail"]


def test_killed_on_the_way_it_goes_on_where_it_was(
    hand_in, carry_out, client, manager, store, tick, monkeypatch, announced
):
    """Eleven rows three at a time; the clock dies in the third part and comes back."""
    monkeypatch.setattr(going_on, "AT_ONCE", 3)
    handed, left = hand_in(register()), [2]
    real = going_on.carry_out

    def dying(shelf):
        left[0] -= 1
        if left[0] < 0:
            raise MemoryError("the machine went")
        real(shelf)

    monkeypatch.setattr(going_on, "carry_out", dying)
    half = carry_out(handed, looks=1)
    assert (half["state"], half["done"], half["progress"]) == ("importing", 6, 54)
    monkeypatch.setattr(going_on, "carry_out", real)
    going_on.go_on(store, import_id(half))
    done = look(client, manager, tick, half)
    assert (done["state"], done["done"]) == ("imported", 11) and len(announced("intake.unit.changed")) == 5


def import_id(handed: dict):
    return UUID(handed["id"])


def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(hand_in, store):
    broken = ((b"PK\x03\x04 not really", "a.xlsx"), (b"[1", "a.json"), (b'{"planets": []}', "a.json"), (b"", "a.xlsx"))
    for content, name in broken:
        handed = hand_in(content, name)
        assert handed["state"] == "unreadable" and handed["problem"], content
    with store.reading(None) as session:
        assert set(session.scalars(select(DirectoryImport.content))) == {None}


def test_what_holds_names_and_numbers_goes_when_it_is_done_with(hand_in, carry_out, store, tick, now):
    """RF-6: the file at the end of the import, refused rows after a month."""
    carry_out(hand_in(register(**BAD)), partial=True)
    with store.reading(None) as session:
        kept = session.scalars(select(DirectoryImport)).one()
        assert kept.content is None and len(kept.refused) == 3
    hand_in(register(3))
    tick(datetime.now(UTC) + timedelta(days=31))
    with store.reading(None) as session:
        for kept in session.scalars(select(DirectoryImport)):
            assert kept.content is None and kept.refused == [] and kept.state in ("imported", "discarded")


def test_a_manager_sees_the_own_files_only_and_brings_in_for_the_own_site_only(hand_in, client, admin, manager):
    handed = hand_in(register())
    for path in ("", "/refused"):
        assert client.as_(NEIGHBOUR).get(f"{IMPORTS}/{handed['id']}{path}").status_code == 404
    assert client.as_(NEIGHBOUR).get(IMPORTS).json["items"] == []
    assert len(client.as_(admin).get(IMPORTS).json["items"]) == 1
    theirs = hand_in(register(), who=NEIGHBOUR)
    assert theirs["refused_count"] == 11 and "no site CH" in str(theirs["refused"][0]["errors"])


def test_every_step_that_does_not_fit_is_refused_with_those_that_do(hand_in, client, manager, store):
    """C-2: the table of moves, state by state."""
    handed = hand_in(register(1))
    for state in ImportState:
        for action in ("carry-out", "discard"):
            with store.work(None) as work:
                kept = work.session.get(DirectoryImport, import_id(handed))
                kept.state = state
            now = client.as_(manager).get(f"{IMPORTS}/{handed['id']}").json
            answer = client.as_(manager).post(f"{IMPORTS}/{handed['id']}/{action}", json={}, version=now["version"])
            may = action.replace("-", "_") in LIFECYCLE.allowed(state, {"manager"})
            taken = 200 if action == "discard" else 202
            assert answer.status_code == (taken if may else 409), (state, action)


def test_so_many_rows_are_not_taken_at_the_door_itself(client, admin, monkeypatch):
    from services.intake.directory import usecases

    monkeypatch.setattr(usecases, "MOST_AT_A_DOOR", 2)
    rows = {"units": [{"site": "CH", "building": "3", "code": f"3-1-{n}"} for n in range(3)]}
    answer = client.as_(admin).post(IMPORTS, json=rows)
    assert answer.status_code == 422 and "background" in answer.json["errors"]["file"][0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_people_hand_in_watch_and_bring_in_on_pages(lang, page, manager, place, tick, store):
    assert "9-1-" not in page(manager, "/directory/imports", lang=lang)[1]
    assert page(manager, "/directory/imports", "POST", lang=lang, data={})[0] == 422
    data = {"file": (io.BytesIO(register(**BAD)), "台账.xlsx")}
    status, _, answer = page(manager, "/directory/imports", "POST", lang, data=data, content_type="multipart/form-data")
    assert status == 303
    address = answer.headers["Location"]
    waiting = page(manager, address, lang=lang)[1]
    assert "<progress" in waiting and 'hx-trigger="every 1s"' in waiting
    tick(datetime.now(UTC) + timedelta(seconds=5))
    looked = page(manager, f"{address}/progress", lang=lang)[1]
    assert "hx-trigger" not in looked and ("没有楼栋 8" if lang == "zh" else "no building 8") in looked
    version = store.table("directory_imports").c.version
    with store.reading(None) as session:
        form = {"version": session.scalar(select(version)), "partial": "true"}
    assert page(manager, f"{address}/carry-out", "POST", lang, data={**form, "version": 99})[0] == 412
    assert page(manager, f"{address}/carry-out", "POST", lang, data=form)[0] == 303
    tick(datetime.now(UTC) + timedelta(seconds=5))
    assert ("已导入。" if lang == "zh" else "Brought in.") in page(manager, address, lang=lang)[1]


def test_the_clock_goes_on_with_other_things_while_an_import_takes_its_time():
    """And looks in again: once begun it is not begun twice, and what it failed with is told."""
    beside, free, begun = Beside(), Event(), []

    def work():
        begun.append(1)
        assert free.wait(30)

    assert beside.look_in("one", work) is False and beside.look_in("one", work) is False
    free.set()
    assert beside.look_in("one", work) is True and begun == [1]
    with pytest.raises(ZeroDivisionError):
        beside.look_in("two", lambda: 1 / 0)


def test_of_two_clocks_one_works_at_an_import(hand_in, client, manager, store, announced):
    handed = hand_in(register())
    client.as_(manager).post(f"{IMPORTS}/{handed['id']}/carry-out", json={}, version=handed["version"])
    with held(store, import_id(handed), ImportState.IMPORTING) as mine:
        assert mine is not None
        assert going_on.go_on(store, import_id(handed)) is False and announced("intake.unit.changed") == []
    assert going_on.go_on(store, import_id(handed)) is True
    assert going_on.go_on(store, import_id(handed)) is True and len(announced("intake.unit.changed")) == 5


def test_no_writer_waits_longer_than_for_some_rows(hand_in, carry_out, place, store, monkeypatch):
    """While it is looked through others write; then the longest transaction has a hundred rows."""
    monkeypatch.setattr(looking_through, "LOOKED_AT_ONCE", 10)
    plan_row, bring_in, written, parts = looking_through.plan_row, going_on.bring_in, [], []

    def looking(shelf, row):
        with store.work(None) as work:
            work.session.get(Unit, place.unit.id).aliases = [f"样板间 {len(written)}"]
        written.append(row)
        return plan_row(shelf, row)

    def measured(*said):
        parts.append(len(said[3]))
        return bring_in(*said)

    monkeypatch.setattr(looking_through, "plan_row", looking)
    monkeypatch.setattr(going_on, "bring_in", measured)
    carry_out(hand_in(register(60)))
    assert len(written) == 121 and parts == [100, 21]
