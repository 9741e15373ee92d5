"""The first start: an operator and its admin, whose password is shown once and written down nowhere."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from .folder import DataFolder

ROOT = Path(__file__).resolve().parent.parent
OPERATOR = ("--code", "frontdesk", "--name-zh", "示范物业", "--name-en", "Sample Property Services")


class NotFounded(Exception):
    """Intake refused to found the operator; the message says why."""


def found(folder: DataFolder, environ: dict, tell: Callable[[str], None]) -> str | None:
    """Intake founds the operator once; the admin's password, or None when that was done before."""
    if folder.founded():
        return None
    command = [sys.executable, "-m", "services.intake", "found-operator", *OPERATOR, "--login", "admin", "--json"]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    done = subprocess.run(command, env=ours | environ, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise NotFounded(done.stderr.strip() or done.stdout.strip())
    told = json.loads(done.stdout)
    folder.note_founded({"operator_id": told["operator_id"], "login": told["login"]})
    tell(f"operator founded; sign in as {told['login']} with the password {told['password']} (shown only now)")
    return told["password"]
