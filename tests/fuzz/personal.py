"""Who lives in the sample operator and who called: their numbers, addresses and names, and where any of it turns up."""

import csv
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "embedded" / "sample"
DIGITS = re.compile(r"\d(?:[ -]?\d){6,}")


@dataclass(frozen=True)
class Seeded:
    """What must stand in no log: numbers as digits alone, however a line groups them."""

    numbers: frozenset[str]
    words: frozenset[str]

    @cached_property
    def said(self) -> re.Pattern:
        return re.compile("|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True)))

    def found_in(self, text: str) -> list[str]:
        numbers = {re.sub(r"\D", "", hit) for hit in DIGITS.findall(text)}
        known = {one for one in numbers if one in self.numbers or one.removeprefix("86") in self.numbers}
        return sorted(known | set(self.said.findall(text)))


def seeded() -> Seeded:
    """Of the households and of the callers of the sample; colleagues are named in the audit trail on purpose."""
    people = json.loads((SAMPLE / "directory.json").read_text("utf-8"))["households"]
    with (SAMPLE / "call-centre-export.csv").open(encoding="utf-8-sig", newline="") as export:
        calls = list(csv.DictReader(export))
    numbers = [p.get("phone") for p in people] + [call["来电号码"] for call in calls]
    mails = [p.get("email") for p in people] + [call["客户邮箱"] for call in calls]
    named = [p["name"] for p in people] + [call["客户姓名"] for call in calls]
    digits = (re.sub(r"\D", "", number) for number in numbers if number)
    return Seeded(
        frozenset(d for d in digits if len(d) >= 7), frozenset(w for w in (*mails, *named) if w and len(w) > 1)
    )


def everything_in(folder: Path) -> dict[str, str]:
    """Every file below as text, by its name."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.name: file.read_text("utf-8", "replace") for file in files}


def leaks(texts: dict[str, str], known: Seeded) -> dict[str, list[str]]:
    return {where: found[:5] for where, text in texts.items() if (found := known.found_in(text))}
