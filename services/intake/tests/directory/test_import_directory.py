"""Registering places from JSON and spreadsheets (RO-1, RO-4, RD-1)."""

import io

import pytest
import xlsxwriter
from sqlalchemy import func, select

from services.intake.directory.models import Category, Department, Site, Unit
from services.intake.households.models import Household, Person, PersonPhone
from shared.testing.people import ADMIN, MANAGER, OPERATOR

IMPORTS = "/directory/imports"


def book() -> dict:
    return {
        "sites": [
            {"code": "LB", "name": {"zh": "绿波苑", "en": "Green Wave"}, "settings": {"holidays": ["2027-01-01"]}}
        ],
        "departments": [{"site": "LB", "code": "ENG", "name_zh": "工程部", "name_en": "Engineering"}],
        "buildings": [{"site": "LB", "code": "3", "aliases": "听雨阁、T3"}],
        "units": [
            {
                "site": "LB",
                "building": "3",
                "code": "3-2-1201",
                "label": "3栋2单元1201室",
                "floor": 12,
                "built_area": "89.5",
            },
            {"site": "LB", "building": "3", "code": "3-2-1202", "use": "商铺", "built_area": 60, "usable_area": 48.25},
        ],
        "households": [
            {
                "site": "LB",
                "unit": "3-2-1201",
                "name": "李敏",
                "role": "业主",
                "phone": "138 1234 5521",
                "from": "2024-01-02",
            },
            {"site": "LB", "unit": "3-2-1202", "people": [{"name": "Ann Lee", "role": "tenant", "language": "en"}]},
        ],
        "categories": [
            {
                **{"code": "unit.pipe.leak", "name_zh": "户内水管漏水", "name_en": "Pipe leak", "place": "unit"},
                **{"object": "pipe", "problem": "leak", "kind": "repair_unit", "trade": "plumber"},
                **{"follow_up": "漏水", "priority": "urgent", "valid_from": "2026-01-01"},
            }
        ],
    }


@pytest.fixture
def bring(client):
    return lambda body, query="", who=ADMIN: client.as_(who).post(f"{IMPORTS}{query}", json=body)


def test_every_sheet_is_imported_and_every_row_answered(bring, store, announced):
    answer = bring(book())
    assert answer.status_code == 200, answer.json
    assert answer.json["imported"] == {
        **{"sites": 1, "departments": 1, "buildings": 1, "units": 2, "households": 2, "categories": 1},
    }
    assert {row["status"] for row in answer.json["rows"]} == {"created"}
    with store.reading(ADMIN) as session:
        unit = session.scalar(select(Unit).where(Unit.code == "3-2-1202"))
        site = session.scalar(select(Site))
        phone = session.scalar(select(PersonPhone))
        assert (unit.use, str(unit.built_area), str(unit.usable_area), unit.label) == (
            "shop",
            "60.00",
            "48.25",
            "3-2-1202",
        )
        assert site.settings["holidays"] == ["2027-01-01"] and len(site.settings["reception_hours"]) == 2
        assert (phone.raw, phone.e164) == ("138 1234 5521", "+8613812345521")
        assert session.scalar(select(Category)).follow_up == "leak"
        assert session.scalar(select(Department)).site_id == site.id
    told = [name for name, _ in announced()]
    assert told.count("intake.site.changed") == 1 and told.count("intake.unit.changed") == 2
    assert told.count("intake.household.changed") == told.count("intake.household.contacts_changed") == 2


def test_the_same_book_again_changes_nothing_and_announces_nothing(bring, announced):
    bring(book())
    before = len(announced())
    answer = bring(book())
    assert answer.json["imported"] == {} and answer.json["unchanged"] == 8
    assert len(announced()) == before


def test_a_changed_row_is_updated_with_a_higher_version_and_empty_cells_leave_what_is_there(bring, announced, store):
    bring(book())
    changed = {"units": [{"site": "LB", "building": "3", "code": "3-2-1201", "label": "Penthouse"}]}
    assert [row["status"] for row in bring(changed).json["rows"]] == ["updated"]
    name, data = announced("intake.unit.changed")[-1]
    assert (data["version"], data["label"], str(data["built_area"])) == (2, "Penthouse", "89.500")


def test_a_renamed_building_announces_its_units_because_they_carry_its_name(bring, announced, client):
    bring(book())
    bring({"buildings": [{"site": "LB", "code": "3", "name_zh": "观澜阁", "name_en": "Wave View"}]})
    last = [data for _, data in announced("intake.unit.changed")][2:]
    assert [(data["version"], data["building_name"]["en"]) for data in last] == [(2, "Wave View")] * 2
    found = client.as_(ADMIN).get("/units?text=观澜阁2单元1201").json["items"]
    assert [unit["code"] for unit in found] == ["3-2-1201"]


def test_one_bad_row_stops_everything_and_the_report_names_row_field_and_what_is_right(bring, store, announced):
    wrong = book()
    wrong["units"].append({"site": "LB", "building": "9", "code": "9-1-1", "floor": "twelve"})
    wrong["units"].append({"site": "LB", "building": "9", "code": "9-1-2"})
    wrong["units"].append({"site": "LB", "building": "3", "code": "3-2-1201"})
    wrong["households"].append({"site": "LB", "unit": "3-2-1201", "name": "王", "phone": "12", "colour": "red"})
    answer = bring(wrong)
    assert answer.status_code == 422
    refused = {(r["sheet"], r["row"]): r["errors"] for r in answer.json["report"]["rows"] if r["status"] == "refused"}
    assert "12 or -1" in refused["units", 3]["floor"][0]
    assert "no building 9" in refused["units", 4]["building"][0]
    assert "Row 1 already" in refused["units", 5]["code"][0]
    assert list(refused["households", 3]) == ["colour"]
    assert "units row 4: building" in answer.json["errors"]
    with store.reading(None) as session:
        assert session.scalar(select(func.count()).select_from(Site)) == 0
    assert announced() == []


def test_partial_takes_the_good_rows_only(bring, store):
    wrong = book()
    wrong["households"][0]["phone"] = "12"
    answer = bring(wrong, "?partial=true")
    assert answer.status_code == 200 and answer.json["refused"] == 1
    with store.reading(None) as session:
        assert [person.name for person in session.scalars(select(Person))] == ["Ann Lee"]
        assert session.scalar(select(func.count()).select_from(Household)) == 1


def test_a_dry_run_says_what_would_happen_and_writes_nothing(bring, store):
    answer = bring(book(), "?dry_run=true")
    assert answer.json["dry_run"] is True and answer.json["imported"]["units"] == 2
    with store.reading(None) as session:
        assert session.scalar(select(func.count()).select_from(Unit)) == 0


def test_a_spreadsheet_with_chinese_headers_is_read(client, store):
    sheet = io.BytesIO()
    with xlsxwriter.Workbook(sheet, {"in_memory": True}) as workbook:
        rows = {
            "项目": [["编码", "中文名称", "英文名称"], ["LB", "绿波苑", "Green Wave"]],
            "楼栋": [["项目", "编码", "名称", "英文名"], ["LB", 3, "听雨阁", "Rain Pavilion"]],
            "房间": [["项目", "楼栋", "房号", "楼层", "建筑面积 *"], ["LB", 3, "3-2-1201", 12, 89.5], [None] * 5],
            "住户": [["项目", "房号", "姓名", "身份", "手机"], ["LB", "3-2-1201", "李敏", "业主", 13812345521]],
            "备注": [["whatever"], ["is ignored"]],
        }
        for title, lines in rows.items():
            tab = workbook.add_worksheet(title)
            for number, line in enumerate(lines):
                tab.write_row(number, 0, line)
    handed_in = {"file": (io.BytesIO(sheet.getvalue()), "register.xlsx")}
    answer = client.as_(ADMIN).post(IMPORTS, data=handed_in, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.json
    assert answer.json["imported"] == {"sites": 1, "buildings": 1, "units": 1, "households": 1}
    assert answer.json["rows"][0]["row"] == 2
    with store.reading(ADMIN) as session:
        assert session.scalar(select(PersonPhone.e164)) == "+8613812345521"


@pytest.mark.parametrize(
    ("body", "status"),
    [([], 422), ({"planets": []}, 422), ({"sites": {}}, 422), ({"units": [1]}, 422)],
)
def test_what_is_no_book_is_refused_with_what_is_expected(bring, body, status):
    assert bring(body).status_code == status


def test_a_file_that_is_no_spreadsheet_is_refused(client):
    handed_in = {"file": (io.BytesIO(b"PK\x03\x04 not really"), "register.xlsx")}
    answer = client.as_(ADMIN).post(IMPORTS, data=handed_in, content_type="multipart/form-data")
    assert answer.status_code == 422 and "file" in answer.json["errors"]


def test_a_setting_that_does_not_exist_is_named(bring):
    wrong = {"sites": [{"code": "X", "name_zh": "x", "name_en": "x", "settings": {"quiet_hours": {"from": "25:00"}}}]}
    answer = bring(wrong)
    errors = answer.json["report"]["rows"][0]["errors"]
    assert {"settings.quiet_hours.from", "settings.quiet_hours.to"} <= set(errors)


def test_a_manager_changes_only_the_own_site_and_adds_none(bring, place):
    units = {"units": [{"site": "CH", "building": "3", "code": "3-2-1203"}]}
    assert bring(units, who=MANAGER).status_code == 200
    foreign = {"units": [{"site": "JX", "building": "3", "code": "3-2-1203"}]}
    assert "no site JX" in bring(foreign, who=MANAGER).json["report"]["rows"][0]["errors"]["site"][0]
    site = {"sites": [{"code": "NEW", "name_zh": "新", "name_en": "New"}]}
    assert bring(site, who=MANAGER).status_code == 422
    assert OPERATOR == place.site.operator_id
