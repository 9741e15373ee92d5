"""The alert rules: they fire for what is sick and not for what is well, in two languages, on numbers we count."""

import re
import subprocess

import pytest
import yaml
from prometheus_client import REGISTRY, Counter, Gauge, Histogram

from shared import metrics
from tests.deploy.stage import ROOT

FOLDER = ROOT / "deploy" / "alerts"
RULES, CASES = FOLDER / "frontdesk.rules.yaml", FOLDER / "frontdesk.test.yaml"
PROMTOOL = ROOT / ".venv" / "bin" / "promtool"
RUNNING = (ROOT / "docs" / "running.md").read_text()
needed = {"alert", "expr", "labels", "annotations"}


def alerts(text: str) -> list[dict]:
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


def exposed() -> dict[str, set[str]]:
    """The names in our exposition, with the labels of each."""
    found = {}
    for meter in [each for each in vars(metrics).values() if isinstance(each, Counter | Gauge | Histogram)]:
        for described in meter.describe():
            suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(described.type, [""])
            found |= {described.name + suffix: set(meter._labelnames) | {"le"} for suffix in suffixes}
    return found


def unknown(expression: str) -> list[str]:
    """Numbers, and labels of theirs, that nobody counts."""
    ours, faults = exposed(), []
    for name, braces in re.findall(r"\b(frontdesk_\w+)(?:\{([^}]*)\})?", expression):
        labels = set(re.findall(r"(\w+)[=!]", re.sub(r'"[^"]*"', "", braces)))
        faults += [name] if name not in ours else [f"{name}.{label}" for label in labels - ours[name]]
    return faults


def run(*words, folder=FOLDER) -> subprocess.CompletedProcess:
    return subprocess.run([PROMTOOL, *words], cwd=folder, capture_output=True, text=True, timeout=60)


def broken(text: str, folder) -> str:
    """What promtool says when these are the rules."""
    (folder / RULES.name).write_text(text)
    (folder / CASES.name).write_text(CASES.read_text())
    done = run("test", "rules", CASES.name, folder=folder)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_every_rule_asks_for_numbers_we_count():
    assert {rule["alert"]: unknown(rule["expr"]) for rule in alerts(RULES.read_text()) if unknown(rule["expr"])} == {}


@pytest.mark.parametrize("planted", ["frontdesk_outbox_length > 1", 'frontdesk_outbox_waiting{room="x"} > 1'])
def test_a_rule_on_a_number_that_nobody_counts_is_found(planted):
    assert unknown(planted)


def test_every_rule_speaks_both_languages_and_says_how_bad_it_is():
    for rule in alerts(RULES.read_text()):
        assert needed <= set(rule) <= needed | {"for"}, rule["alert"]
        assert rule["labels"]["severity"] in ("warning", "critical")
        said = rule["annotations"]
        assert set(said) == {"summary_en", "summary_zh"}
        assert re.search("[\u4e00-\u9fff]", said["summary_zh"]) and said["summary_en"].isascii()


def test_every_alert_has_its_case_and_its_line_on_the_page_for_those_who_run_it():
    names = [rule["alert"] for rule in alerts(RULES.read_text())]
    assert len(set(names)) == len(names)
    assert [name for name in names if f'alertname="{name}"' not in CASES.read_text()] == []
    assert [name for name in names if f"| `{name}` |" not in RUNNING] == []


def test_every_number_is_explained_to_those_who_run_it():
    told = set(re.findall(r"^\| `(\w+)` \| (?:counter|gauge|histogram) \|", RUNNING, re.M))
    parts = ("_bucket", "_sum", "_count")
    counted = {name for name in exposed() if not name.endswith(parts)}
    counted |= {name.removesuffix("_bucket") for name in exposed() if name.endswith("_bucket")}
    assert told == {name.removeprefix("frontdesk_") for name in counted}
    assert "frontdesk_outbox_waiting" in {metric.name for metric in REGISTRY.collect()}


def test_sick_services_are_called_out_for_and_well_ones_are_not(tmp_path):
    """By promtool, where Debian's package is to be had (tools/promtool.sh); else the tests above stand alone."""
    if not PROMTOOL.exists():
        return
    assert run("check", "rules", RULES.name).returncode == 0
    assert broken(RULES.read_text(), tmp_path) == ""
    for right, wrong in ((") > 120\n        for: 2m", ") > 99999\n        for: 2m"), ("> 5000", "> 50"), ("失效", "")):
        assert right in RULES.read_text()
        assert broken(RULES.read_text().replace(right, wrong), tmp_path), "or the cases have no teeth"
