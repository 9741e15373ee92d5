"""What a Dockerfile of ours puts into its image, read from its text and from .dockerignore."""

import fnmatch
import re
import shutil
from pathlib import Path

from tests.deploy.stage import ROOT


def instructions(service: str) -> list[tuple[str, str]]:
    """Word and rest of every instruction, continued lines joined."""
    text = (ROOT / "services" / service / "Dockerfile").read_text()
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


def copied(service: str) -> list[tuple[str, str]]:
    """(from, to) of what is taken out of the repository."""
    found = [rest.split() for word, rest in instructions(service) if word in ("COPY", "ADD")]
    return [(each[0], each[1]) for each in found if not each[0].startswith("--from")]


def environ_of(service: str) -> dict[str, str]:
    pairs = [pair for word, rest in instructions(service) if word == "ENV" for pair in rest.split()]
    return dict(pair.split("=", 1) for pair in pairs)


def ignored(path: Path) -> bool:
    """As docker reads .dockerignore: the last line that fits decides; a line also speaks for what is below it."""
    decided = False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line and not line.startswith("#"):
            pattern = line.removeprefix("!")
            above = [path, *path.parents][:-1]
            if any(_fits(each, pattern) for each in above):
                decided = not line.startswith("!")
    return decided


def _fits(path: Path, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch.fnmatch(path.name, pattern[3:])
    return str(path) == pattern or (pattern == "*" and len(path.parts) == 1)


def unpack(service: str, target: Path) -> None:
    """Lay out below `target` what the image holds of the repository at its root."""
    for source, place in copied(service):
        files = [ROOT / source] if (ROOT / source).is_file() else sorted((ROOT / source).rglob("*"))
        for file in files:
            path = file.relative_to(ROOT)
            if file.is_file() and not ignored(path):
                inside = target / place.strip("/") / ("" if file == ROOT / source else file.relative_to(ROOT / source))
                inside.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, inside)
