"""An export of the 311 portal as CSV and as JSON with lower_case_names says the same under the same profile (RD-4)."""

import json
from pathlib import Path

from embedded.demo.exports import read_export
from embedded.demo.profiles import choose_profile, chosen_records, external_id_of, own_profiles, plain
from services.intake.calls.lines import read_lines
from services.intake.calls.profiles import read_profile
from services.intake.calls.translating import translate
from services.intake.calls.words import by_key

INVENTED = Path(__file__).parent / "exports" / "nyc-311-invented.csv"


def understood(path: Path) -> list:
    """What each record taken from the file means to intake, with its identity."""
    everything = read_export(path)
    profile = choose_profile(everything, own_profiles())
    assert profile["name"] == "nyc-311"
    records = chosen_records(everything, profile, everything=False)
    lines = read_lines(read_profile(profile), records)
    facts = [translate(read_profile(profile), by_key(record)) for record in records]
    assert [line.external_id for line in lines] == [external_id_of(record, profile) for record in records]
    return list(zip([line.external_id for line in lines], facts, strict=True))


def test_lower_case_json_means_the_same_as_the_csv(tmp_path):
    written = tmp_path / "export.json"
    lower = [{plain(name): value for name, value in record.items()} for record in read_export(INVENTED)]
    written.write_text(json.dumps(lower), encoding="utf-8")
    said = understood(INVENTED)
    assert said == understood(written)
    assert [external_id for external_id, _ in said] == [f"9000000{n}" for n in range(1, 6)], "the police's is not ours"
    assert [facts.kind for _, facts in said[:4]] == ["repair_unit"] * 4
    assert said[4][1].unclassified, "what no profile knows is listed, not guessed"
