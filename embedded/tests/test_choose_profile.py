"""The profile that fits is found by the export's columns, however these are spelt."""

import pytest

from embedded.demo.exports import read_export
from embedded.demo.opening import SAMPLE, sample
from embedded.demo.profiles import NoProfileFits, choose_profile, chosen_records, external_id_of, own_profiles, plain

HEADINGS = [
    "Unique Key",
    "Created Date",
    "Agency",
    "Complaint Type",
    "Descriptor",
    "Incident Address",
    "City",
    "Borough",
]
HEADINGS += ["Resolution Description", "Open Data Channel Type"]


def record(**values):
    return {name: "" for name in HEADINGS} | values


def test_our_sample_finds_its_own_profile():
    records = read_export(SAMPLE / "call-centre-export.csv")
    assert choose_profile(records, own_profiles())["name"] == "sample"


def test_the_same_columns_in_lower_case_json_find_the_same_profile_and_the_same_records():
    rows = [record(**{"Unique Key": "7", "Agency": "HPD"}), record(**{"Unique Key": "8", "Agency": "NYPD"})]
    lower = [{plain(name): value for name, value in row.items()} for row in rows]
    for records in (rows, lower):
        profile = choose_profile(records, own_profiles())
        assert profile["name"] == "nyc-311"
        taken = chosen_records(records, profile, everything=False)
        assert [external_id_of(one, profile) for one in taken] == ["7"]
        assert chosen_records(records, profile, everything=True) == records


def test_an_export_that_nobody_knows_is_told_its_columns():
    with pytest.raises(NoProfileFits, match="Ticket No, Erfasst am"):
        choose_profile([{"Ticket No": "1", "Erfasst am": "2026"}], own_profiles())


def test_numbers_as_identifiers_are_read_as_text():
    assert external_id_of({"unique_key": 39573567}, {"external_id": ["Unique Key"]}) == "39573567"
    assert external_id_of({"unique_key": None}, {"external_id": ["Unique Key"]}) is None


@pytest.mark.parametrize("profile", own_profiles(), ids=lambda profile: profile["name"])
def test_every_profile_speaks_of_categories_and_sites_that_the_sample_has(profile):
    directory = sample("directory.json")
    known = {category["code"]: category["kind"] for category in directory["categories"]}
    sites = {site["code"] for site in directory["sites"]}
    for row in profile["category"]["map"]:
        assert row["category"] in known
        assert row.get("kind", known[row["category"]]) == known[row["category"]]
    assert {profile["site"]["default"], *profile["site"]["map"].values()} <= sites
