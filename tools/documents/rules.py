"""Which rule of the trade is answered where: found by its id in code and tests."""

import re
import subprocess
from collections import defaultdict
from pathlib import Path

RULE = re.compile(r"\bR[DFMWBVO]-\d+\b")
WHERE = ("services", "shared", "embedded", "tests")

HEAD = """# Rules of the trade and where they are answered

Written by `make docs` from the ids that code and tests cite. A rule is answered when code and a test name it.

| rule | code | tests |
|---|---|---|
"""


def write(root: Path) -> str:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"code": set(), "tests": set()})
    for path in _sources(root):
        side = "tests" if "tests" in path.parts else "code"
        for rule in RULE.findall((root / path).read_text(encoding="utf-8")):
            found[rule][side].add(str(path))
    rows = [_row(rule, found[rule]) for rule in sorted(found, key=_order)]
    return HEAD + "\n".join(rows) + "\n"


def _row(rule: str, found: dict[str, set[str]]) -> str:
    return f"| {rule} | {_links(found['code'])} | {_links(found['tests'])} |"


def _sources(root: Path) -> list[Path]:
    """The sources git knows or would add: what lies about ignored does not count."""
    listed = subprocess.run(  # noqa: S603
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *WHERE],  # noqa: S607
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = sorted({Path(line) for line in listed.stdout.splitlines()})
    return [path for path in paths if path.suffix in (".py", ".html") and (root / path).exists()]


def _order(rule: str) -> tuple[str, int]:
    kind, _, number = rule.partition("-")
    return kind, int(number)


def _links(paths: set[str]) -> str:
    return "<br>".join(f"[{path}](../{path})" for path in sorted(paths)) or "–"
