"""Files handed in: broken, lying, packed to burst or full of formulas. None costs more than its size, none is a fault
of ours, and what a cell says is text (reliability.md 2.7 items 7 and 8)."""

import io
import json
import time
import zipfile

import pytest
import xlsxwriter
from sqlalchemy import select

from services.intake.directory.models import Building
from shared.testing.people import ADMIN
from tests.fuzz.anything import deep

SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB = "".join(f'<!ENTITY {n} "{said * 100}">' for n, said in (("a", "x"), ("b", "&a;"), ("c", "&b;")))
ENTITIES = f"<!DOCTYPE a [{BOMB}]>"
LEAK = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>'
WORD = '<row r="{}"><c r="{}" t="inlineStr"><is><t>{}</t></is></c></row>'
PATIENCE = 30  # seconds for what took minutes: far more than any machine needs


@pytest.fixture
def service():
    from services.intake.service import service

    return service


@pytest.fixture
def hand_in(client):
    def send(content: bytes, name: str = "register.xlsx"):
        handed_in = {"file": (io.BytesIO(content), name)}
        return client.as_(ADMIN).post("/directory/imports", data=handed_in, content_type="multipart/form-data")

    return send


def spreadsheet(rows: list | None = None, sheet: str = "sites", **options) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as workbook:
        tab = workbook.add_worksheet(sheet)
        for number, line in enumerate(rows or [["code", "name_zh", "name_en"], ["A", "甲", "A"]]):
            tab.write_row(number, 0, line)
    return made.getvalue()


def with_part(name: str, text: str, *more: str, packing=zipfile.ZIP_DEFLATED) -> bytes:
    """A good spreadsheet in which one part is another."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(spreadsheet())) as good, zipfile.ZipFile(made, "w", packing) as spoilt:
        for part in good.infolist():
            spoilt.writestr(part.filename, text if part.filename == name else good.read(part))
        for extra in more:
            spoilt.writestr(extra, "")
    return made.getvalue()


def cells(inside: str) -> str:
    return f"<worksheet {NS}><sheetData>{inside}</sheetData></worksheet>"


BROKEN = {
    "nothing": b"",
    "no zip": b"just words",
    "half a zip": spreadsheet()[:2000],
    "a zip of something else": with_part("[Content_Types].xml", "<Types/>"),
    "entities in the sheet": with_part(SHEET, ENTITIES + cells(WORD.format(1, "A1", "&c;"))),
    "entities in the book": with_part(BOOK, ENTITIES + "<workbook/>"),
    "a file of the house as entity": with_part(BOOK, LEAK),
    "a sheet that breaks off": with_part(SHEET, "<worksheet"),
    "strings that break off": with_part(STRINGS, "<sst"),
    "a row that is no number": with_part(SHEET, cells('<row r="x"><c r="??"><v>1</v></c></row>')),
    "a string that is not there": with_part(SHEET, cells('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>')),
    "a number that is none": with_part(SHEET, cells('<row r="1"><c r="A1"><v>1e999x</v></c></row>')),
    "a date that is none": with_part(SHEET, cells('<row r="1"><c r="A1" t="d"><v>never</v></c></row>')),
    "a spoilt byte": spreadsheet().replace(b"\x03\x04\x14", b"\x03\x04\x15", 1)[:-30] + b"\0" * 30,
}  # fmt: skip
BURSTING = {
    "ten million empty strings": with_part(STRINGS, f"<sst {NS}>" + "<si/>" * 2_000_000 + "</sst>"),
    "a sheet of blanks": with_part(SHEET, " " * 80_000_000),
    "a hundred megabytes by another packing": with_part(SHEET, " " * 80_000_000, packing=zipfile.ZIP_BZIP2),
    "a thousand parts": with_part(SHEET, cells(""), *(f"xl/media/{number}" for number in range(1200))),
    "a row beyond all rows": with_part(SHEET, cells('<row r="99999999999"><c r="A1"><v>1</v></c></row>')),
    "columns without end": spreadsheet([["code"] * 300]),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_by_name(hand_in, name):
    answer = hand_in(BROKEN[name])
    assert answer.status_code == 422 and "file" in answer.json["errors"], answer.text


@pytest.mark.parametrize("name", BURSTING)
def test_a_file_that_would_burst_is_refused_before_it_is_read(hand_in, name):
    started = time.process_time()
    answer = hand_in(BURSTING[name])
    assert answer.status_code == 422 and "too large" in answer.json["detail"], answer.text
    assert time.process_time() - started < PATIENCE


def test_a_cell_far_away_costs_no_room_for_all_between(hand_in):
    """A file of 5 kB took forty seconds: each missing row was made, 16,384 cells wide."""
    row = WORD.format(1, "A1", "code") + WORD.format(30000, "XFD30000", "far")
    far = with_part(SHEET, cells(row).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))
    started = time.process_time()
    assert hand_in(far).status_code in (200, 422)
    assert time.process_time() - started < PATIENCE


def test_a_good_file_is_taken(hand_in):
    answer = hand_in(spreadsheet())
    assert answer.status_code == 200 and answer.json["imported"] == {"sites": 1}


@pytest.mark.parametrize("name", ["register.json", "../../register.json", "x" * 300 + ".json"])
@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"[1", b"\xff\xfe", b'{"sites": NaN}', deep(60).encode(), b'{"sites": [], "sites": []}'],
)
def test_json_under_any_name_is_read_as_strictly_as_a_body(hand_in, name, content):
    assert hand_in(content, name).status_code in (400, 422)


@pytest.mark.parametrize("keys", [5_000, 100_000])
def test_a_body_of_very_many_keys_is_refused_with_few_words(client, keys):
    """Its answer was seven times as long as the question."""
    many = json.dumps({"sites": [{f"key{number}": 1 for number in range(keys)}]})
    started = time.process_time()
    answer = client.as_(ADMIN).post("/directory/imports", data=many, content_type="application/json")
    assert answer.status_code in (400, 422) and len(answer.data) < 10_000
    assert time.process_time() - started < PATIENCE


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", "＋", '"='])
def test_what_looks_like_a_formula_is_kept_as_the_words_it_is(hand_in, store, start):
    """Nothing here writes spreadsheets, so nothing is put before it; a formula's own result is not believed either."""
    said = f"{start}HYPERLINK(1)"
    sites = {"sites": [{"code": "CH", "name_zh": "翠", "name_en": "G"}]}
    rows = [{"site": "CH", "code": "3", "name_zh": said, "name_en": said}]
    answer = hand_in(json.dumps({**sites, "buildings": rows}).encode(), "register.json")
    assert answer.status_code == 200, answer.text
    with store.reading(ADMIN) as session:
        assert session.scalar(select(Building.name_en)) == said.strip()
