"""Fee items carry dated standards (RB-1, RB-2)."""

import pytest

FEE = {
    "code": "PROP",
    "name_zh": "物业管理费",
    "name_en": "Property fee",
    "formula": "built_area_rate",
    "cycle": "monthly",
}
FEE |= {"rate": "2.80", "valid_from": "2026-01-01"}
LATE = {
    "code": "LATE",
    "name_zh": "滞纳金",
    "name_en": "Late charge",
    "formula": "late",
    "cycle": "daily",
    "rate": "0.0005",
}
LATE |= {"valid_from": "2026-01-01"}


@pytest.fixture
def publish(client, head_office):
    return lambda *items: client.as_(head_office).post("/fee-items/imports", json={"items": list(items)})


def items_on(client, desk, day: str) -> dict:
    return {item["code"]: item for item in client.as_(desk).get(f"/fee-items?on={day}").json["items"]}


def test_an_item_shows_all_its_standards_and_the_one_in_force(publish, client, desk):
    publish(FEE | {"valid_to": "2026-12-31"}, FEE | {"rate": "3.10", "valid_from": "2027-01-01"}, LATE)
    fee = items_on(client, desk, "2027-03-01")["PROP"]
    assert [s["rate"] for s in fee["standards"]] == ["2.8", "3.1"]
    assert fee["standard"]["rate"] == "3.1"
    before = items_on(client, desk, "2025-03-01")
    assert before["PROP"]["standard"] is None
    assert before["LATE"]["standards"][0]["rate"] == "0.0005"


def test_the_same_import_again_changes_nothing(publish):
    publish(FEE, LATE)
    assert publish(FEE, LATE).json["unchanged"] == 2


def test_a_standard_in_force_keeps_its_rate_and_its_item_its_formula(publish):
    publish(FEE)
    assert "items.0.rate" in publish(FEE | {"rate": "2.90"}).json["errors"]
    other = FEE | {"valid_from": "2027-01-01", "formula": "fixed"}
    answer = publish(FEE | {"valid_to": "2026-12-31"}, other)
    assert "items.1.formula" in answer.json["errors"]


def test_overlapping_standards_and_unknown_formulas_are_refused(publish):
    publish(FEE)
    assert "items.0.valid_from" in publish(FEE | {"valid_from": "2026-03-01"}).json["errors"]
    assert "items.0.formula" in publish(FEE | {"code": "X", "formula": "eval(area)"}).json["errors"]
