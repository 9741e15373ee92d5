"""The first start: an operator and its admin, whose password is shown once and written down nowhere."""

import contextlib
import io
import json
from collections.abc import Callable

from services.intake.service import service

from .folder import DataFolder

ARGUMENTS = ["--code", "frontdesk", "--name-zh", "示范物业", "--name-en", "Sample Property Services"]
ARGUMENTS += ["--login", "admin", "--json"]


class NotFounded(Exception):
    """Intake refused to found the operator; the message says why."""


def found(folder: DataFolder, environ: dict, tell: Callable[[str], None]) -> str | None:
    """Intake founds the operator once; the admin's password, or None when that was done before."""
    if folder.founded():
        return None
    told, refused = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(refused):
        left_with = service.commands["found-operator"](service, service.settings.read(environ), ARGUMENTS)
    if left_with:
        raise NotFounded(refused.getvalue().strip())
    founded = json.loads(told.getvalue())
    folder.note_founded({"operator_id": founded["operator_id"], "login": founded["login"]})
    tell(f"operator founded; sign in as {founded['login']} with the password {founded['password']} (shown only now)")
    return founded["password"]
