"""`python -m deploy secrets`: the secrets of a centre in containers; `python -m deploy manifests`: for Kubernetes."""

import argparse
import sys
from pathlib import Path

from .keys import ROOT, KeyFolder
from .manifests import secret_manifests

KUBERNETES_HOST = "{service}-database-rw"


def main(arguments: list[str] | None = None) -> int:
    asked = _read(arguments)
    keys = KeyFolder(asked.folder)
    if asked.change_token_key:
        keys.change_token_key()
    if asked.what == "manifests":
        keys.prepare(database_host=KUBERNETES_HOST)
        print(secret_manifests(keys))
        return 0
    keys.prepare()
    environment = Path(asked.environment)
    if not environment.exists():
        environment.touch(mode=0o600)
        environment.write_text(f"SECRETS={keys.path}\n", encoding="utf-8")
    print(
        f"secrets are in {keys.path}, named in {environment}; next: docker compose up --build --wait", file=sys.stderr
    )
    return 0


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy")
    parser.add_argument("what", choices=["secrets", "manifests"])
    parser.add_argument("--folder", type=Path, help="where the secrets are kept")
    parser.add_argument("--environment", type=Path, default=ROOT / ".env", help="the file that compose reads")
    parser.add_argument("--change-token-key", action="store_true", help="sign with a new key; believe the former too")
    asked = parser.parse_args(arguments)
    asked.folder = asked.folder or ROOT / "var" / ("secrets" if asked.what == "secrets" else "kubernetes-secrets")
    return asked


if __name__ == "__main__":
    sys.exit(main())
