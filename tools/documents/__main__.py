"""`python -m tools.documents` writes every generated document; `--check` says which are stale and leaves with 1."""

import argparse
import sys
from pathlib import Path

import yaml

from shared.contracts import all_contracts
from shared.contracts.asyncapi import describe

from . import apis, catalogue, permissions, rules

ROOT = Path(__file__).parents[2]


def documents() -> dict[Path, str]:
    """Path below the repository -> text, for every generated document."""
    return {
        Path("docs/events.md"): catalogue.write(),
        Path("docs/asyncapi.yaml"): asyncapi(),
        Path("shared/web/pages/house.json"): apis.navigation(),
        Path("docs/permissions.md"): permissions.write(),
        Path("docs/rules.md"): rules.write(ROOT),
        **{Path(f"docs/api/{name}.json"): text for name, text in apis.write().items()},
    }


def asyncapi() -> str:
    """AsyncAPI of the whole house."""
    return yaml.safe_dump(describe(all_contracts()), allow_unicode=True, sort_keys=False, width=120)


def stale() -> list[str]:
    """The documents that no longer say what the code says."""
    found = []
    for path, text in documents().items():
        there = ROOT / path
        if not there.exists() or there.read_text() != text:
            found.append(str(path))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.documents")
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        for path in stale():
            print(f"{path} is stale; run `make docs`")
        return 1 if stale() else 0
    for path, text in documents().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text)
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
