"""The price list of paid services is published: dated, never altered, announced whole (RB-1, RW-4)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services.billing.tariffs.queries import today as today_at
from shared.testing.people import person

TAP = {"code": "MAT-TAP", "name_zh": "水龙头", "name_en": "Tap", "kind": "material", "unit": "piece", "price": "48.50"}
TAP |= {"valid_from": "2026-01-01"}
CALL = {
    "code": "CALL",
    "name_zh": "上门费",
    "name_en": "Call-out",
    "kind": "call_out",
    "unit": "call",
    "price": "20.00",
}
CALL |= {"valid_from": "2026-01-01"}


@pytest.fixture
def publish(client, head_office):
    def send(*items, how: str = "", by=head_office):
        return client.as_(by).post(f"/price-list/imports{how}", json={"items": list(items)})

    return send


@pytest.fixture
def tomorrow(settings):
    return (today_at(settings) + timedelta(days=1)).isoformat()


def prices(client, desk, on: str) -> dict[str, str]:
    listed = client.as_(desk).get("/price-list", query_string={"on": on}).json
    return {item["code"]: item["price"] for item in listed["items"]}


def test_the_list_is_announced_whole_with_its_version(publish, announced):
    assert publish(TAP, CALL).json | {"rows": 0} == {
        "imported": 2,
        "unchanged": 0,
        "refused": 0,
        "dry_run": False,
        "version": 1,
        "rows": 0,
    }
    publish(TAP | {"code": "MAT-HOSE", "price": "15.80"})
    first, second = (data for _, data in announced("billing.price_list.changed"))
    assert (first["version"], len(first["items"])) == (1, 2)
    assert (second["version"], len(second["items"])) == (2, 3)
    (tap,) = [item for item in second["items"] if item["code"] == "MAT-TAP"]
    assert (tap["price"], tap["name"]["zh"], tap["valid_to"]) == (Decimal("48.50"), "水龙头", None)


def test_the_same_import_again_changes_and_announces_nothing(publish, announced):
    publish(TAP, CALL)
    again = publish(TAP, CALL).json
    assert (again["imported"], again["unchanged"], again["version"]) == (0, 2, 1)
    assert len(announced("billing.price_list.changed")) == 1


def test_one_import_may_end_a_price_and_publish_the_next(publish, client, desk):
    publish(TAP)
    report = publish(TAP | {"valid_from": "2027-01-01", "price": "52.00"}, TAP | {"valid_to": "2026-12-31"}).json
    assert [row["status"] for row in report["rows"]] == ["created", "updated"]
    assert prices(client, desk, "2026-12-31") == {"MAT-TAP": "48.50"}
    assert prices(client, desk, "2027-01-01") == {"MAT-TAP": "52.00"}
    assert prices(client, desk, "2025-12-31") == {}


def test_validities_may_not_overlap(publish, client, desk):
    publish(TAP)
    answer = publish(CALL, TAP | {"valid_from": "2026-06-01", "price": "52.00"})
    assert answer.status_code == 422
    assert "2026-01-01 until for good" in answer.json["errors"]["items.1.valid_from"][0]
    assert prices(client, desk, "2026-06-01") == {"MAT-TAP": "48.50"}, "all or nothing: CALL was not imported either"


def test_a_price_in_force_is_never_altered_a_future_one_may_be(publish, tomorrow):
    publish(TAP)
    answer = publish(TAP | {"price": "49.00"})
    assert answer.status_code == 422 and "It is 48.50" in answer.json["errors"]["items.0.price"][0]
    later = CALL | {"valid_from": tomorrow}
    publish(later)
    assert publish(later | {"price": "25.00"}).json["rows"][0]["status"] == "updated"
    assert publish(TAP | {"name_en": "Water tap"}).json["rows"][0]["status"] == "updated", "a name is not a price"


def test_good_rows_pass_alone_when_asked_for(publish, client, desk):
    report = publish(CALL, TAP | {"price": "twelve"}, TAP | {"code": "X", "kind": "gold"}, how="?partial=true").json
    assert (report["imported"], report["refused"]) == (1, 2)
    assert [(row["row"], row["status"], list(row["errors"])) for row in report["rows"]] == [
        (1, "created", []),
        (2, "refused", ["price"]),
        (3, "refused", ["kind"]),
    ]
    assert prices(client, desk, "2026-06-01") == {"CALL": "20.00"}


def test_a_dry_run_says_what_would_happen_and_changes_nothing(publish, client, desk, announced):
    report = publish(TAP, CALL | {"price": "-1"}, how="?dry_run=true").json
    assert [row["status"] for row in report["rows"]] == ["created", "refused"]
    assert prices(client, desk, "2026-06-01") == {} and announced() == []


BAD = [
    ({"price": "12.345"}, "price"),
    ({"valid_to": "2025-12-31"}, "valid_to"),
    ({"name_zh": " "}, "name_zh"),
    ({"valid_from": "yesterday"}, "valid_from"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("changes", "named"), BAD)
def test_bad_rows_are_named(publish, changes, named):
    answer = publish(TAP | changes)
    assert answer.status_code == 422 and f"items.0.{named}" in answer.json["errors"]


def test_a_row_that_contradicts_another_of_the_same_import_is_refused(publish):
    answer = publish(TAP, TAP | {"price": "1.00"})
    assert answer.status_code == 422 and "items.1.code" in answer.json["errors"]


def test_only_who_acts_for_the_whole_operator_publishes(publish, manager, desk, stranger, client):
    assert publish(TAP, by=manager).status_code == 403
    assert publish(TAP, by=person("local", "admin")).status_code == 403, "admin of one site only"
    publish(TAP)
    assert client.as_(stranger).get("/price-list").json["items"] == []
