"""An export is read whatever its encoding and form; what cannot be read is refused in words."""

import csv
import io
import json

import pytest

from embedded.demo.exports import UnreadableExport, read_export
from embedded.demo.opening import SAMPLE
from embedded.demo.profiles import external_id_of, load_profile

ROWS = [{"工单编号": "HX1", "问题描述": "马桶堵了，\n很急"}, {"工单编号": "HX2", "问题描述": ""}]


def as_csv(rows, delimiter=","):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_such_files_have(tmp_path, encoding):
    file = tmp_path / "export.csv"
    file.write_bytes(as_csv(ROWS).encode(encoding))
    assert read_export(file) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_from_the_heading(tmp_path, delimiter):
    file = tmp_path / "export.csv"
    file.write_text(as_csv(ROWS, delimiter), encoding="utf-8", newline="")
    assert read_export(file) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps({"records": ROWS}, ensure_ascii=False),
        "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n\n",
    ],
)
def test_json_is_read_as_a_list_inside_an_object_or_line_by_line(tmp_path, text):
    file = tmp_path / "export.json"
    file.write_text(text, encoding="utf-8")
    assert read_export(file) == ROWS


def test_a_line_longer_than_its_heading_keeps_the_rest(tmp_path):
    file = tmp_path / "export.csv"
    file.write_text("id,text\n1,leak,hall\n2\n", encoding="utf-8")
    assert read_export(file) == [{"id": "1", "text": "leak", "column 3": "hall"}, {"id": "2", "text": ""}]


@pytest.mark.parametrize("text", ["", "  \n", "id,text\n", '[{"id": 1}, 7]', '{"id": 1}\n{"id": \n'])
def test_what_holds_no_records_is_refused_with_the_name_of_the_file(tmp_path, text):
    file = tmp_path / "nothing.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableExport, match=r"nothing\.csv"):
        read_export(file)


def test_the_sample_is_as_dirty_as_a_real_export():
    records = read_export(SAMPLE / "call-centre-export.csv")
    profile = load_profile(SAMPLE.parent / "profiles" / "sample.json")
    ids = [external_id_of(record, profile) for record in records]
    twice = [record for record in records if ids.count(external_id_of(record, profile)) == 2]
    assert len(records) > 150
    assert ids.count(None) == 1
    assert len(twice) == 4
    assert len({json.dumps(record, ensure_ascii=False) for record in twice}) == 3
