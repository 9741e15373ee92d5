"""The list as it is filtered, as .xlsx and .csv: whole, masked by role, harmless to open, on record (RO-4, RF-6)."""

import csv
import io
import tracemalloc

import pytest
from openpyxl import load_workbook

from shared.web.sheets import Column, Sheet, csv_file, xlsx_file
from shared.web.sheets.sheet import harmless

EXPORT = "/tickets/export"


def rows_of(answer) -> list[list]:
    """What stands in the file, heads first."""
    assert answer.status_code == 200, answer.json
    if answer.mimetype == "text/csv":
        return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    tab = load_workbook(io.BytesIO(answer.get_data())).active
    return [["" if cell is None else cell for cell in line] for line in tab.iter_rows(values_only=True)]


@pytest.fixture
def three(opened):
    opened(description="=HYPERLINK(1)", caller={"name": "+SUM(1)", "phone": "13812345521"})
    opened(description="漏水，请打 13900007788", kind="complaint", caller={"name": "李敏", "phone": "13812345521"})
    return opened(description="问路")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_is_taken_along_as_it_is_filtered(kind, three, client, desk):
    head, *lines = rows_of(client.as_(desk).get(f"{EXPORT}?format={kind}", headers={"Accept-Language": "en"}))
    assert head[0] == "Number" and [line[0] for line in lines][0] == three["number"] and len(lines) == 3
    found = rows_of(client.as_(desk).get(f"{EXPORT}?format={kind}&text=漏水&kind=complaint"))
    assert len(found) == 2 and found[0][0] == "单号" and found[1][3] == "投诉" and found[1][9] == "138 1234 5521"
    assert rows_of(client.as_(desk).get(f"{EXPORT}?format={kind}&state=closed"))[1:] == []


def test_nothing_in_it_is_reckoned_out_as_a_formula(three, client, desk):
    text = rows_of(client.as_(desk).get(f"{EXPORT}?format=csv"))[3]
    assert text[7] == "'=HYPERLINK(1)" and text[8] == "'+SUM(1)"
    book = load_workbook(io.BytesIO(client.as_(desk).get(EXPORT).get_data()))
    cell = book.active.cell(row=4, column=8)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s") and cell.quotePrefix
    for risky in ("=1", "+1", "-1", "@A", "＝1", "\t=1", "\r1", " =1", '"=1', "\u3000+1", "|calc"):
        assert harmless(risky) == f"'{risky}"
    assert harmless("3-2-1201") == "3-2-1201"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_numbers_are_masked_for_whoever_calls_nobody(kind, three, client, cashier):
    """RF-6: also those that stand in the words."""
    said = [str(cell) for line in rows_of(client.as_(cashier).get(f"{EXPORT}?format={kind}")) for cell in line]
    assert "138****5521" in said and "漏水，请打 139****7788" in said
    assert not [cell for cell in said if "13812345521" in cell.replace(" ", "") or "13900007788" in cell]


def test_that_a_list_was_taken_along_is_on_record_without_the_number_asked_for(three, client, desk, on_record):
    client.as_(desk).get(f"{EXPORT}?format=csv&phone=13812345521")
    (entry,) = [one for one in on_record() if one.action == "list.exported"]
    assert (entry.about_kind, entry.about_id, entry.subject) == ("list", "tickets", desk.subject)
    assert '"format":"csv"' in entry.after and "138****5521" in entry.after and "13812345521" not in entry.after


def test_bad_filters_are_said_before_the_file(client, desk, place, on_record):
    for asked, field in (("state=lost", "state"), ("format=pdf", "format"), ("colour=1", "colour")):
        problem = client.as_(desk).get(f"{EXPORT}?{asked}")
        assert problem.status_code == 422 and field in problem.json["errors"], asked
    assert [entry for entry in on_record() if entry.action == "list.exported"] == []


def test_who_may_not_see_the_list_may_not_take_it_along(client, three, stranger):
    assert rows_of(client.as_(stranger).get(f"{EXPORT}?format=csv"))[1:] == []


def test_the_page_offers_what_it_shows(three, page, desk):
    _, text, _ = page(desk, "/tickets?view=complaints&text=漏水")
    assert "/api/v1/tickets/export?format=xlsx&amp;kind=complaint&amp;text=%E6%BC%8F%E6%B0%B4" in text
    assert "export?" not in page(desk, "/tickets?state=lost")[1]


@pytest.mark.parametrize("write", [csv_file.lines, lambda *said: iter(xlsx_file.write(*said))], ids=["csv", "xlsx"])
def test_memory_is_flat_in_the_number_of_rows(write):
    sheet = Sheet("lines", (Column(lambda: "n", lambda n: n), Column(lambda: "text", lambda n: f"words {n} " * 10)))
    peaks = []
    for count in (500, 10_000):
        tracemalloc.start()
        assert sum(len(piece) for piece in write(sheet, iter(range(count)))) > 10_000
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 200_000


def test_too_many_rows_for_excel_are_refused_with_what_would_be_right():
    from shared.errors import BadInput

    with pytest.raises(BadInput) as refused:
        xlsx_file.write(Sheet("lines", (Column(lambda: "n", lambda n: n),)), range(11), most=10)
    assert "format=csv" in refused.value.errors["format"][0]


def test_units_taken_along_can_be_brought_back_unchanged(place, client, admin):
    """RO-4, in both languages."""
    for language in ("zh", "en"):
        file = client.as_(admin).get("/units/export", headers={"Accept-Language": language}).get_data()
        handed_in = {"file": (io.BytesIO(file), "units.xlsx")}
        answer = client.as_(admin).post("/directory/imports", data=handed_in, content_type="multipart/form-data")
        assert answer.status_code == 200 and answer.json["unchanged"] == 2, answer.json
