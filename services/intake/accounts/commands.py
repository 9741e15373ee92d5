"""The first step in an empty house: an operator and somebody who may do everything in it."""

import argparse
import json
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from services.intake.directory.models import Operator
from shared.ids import new_id
from shared.principal import Principal

from .passwords import SHORTEST
from .queries import find_login
from .usecases import create_account


def found_operator(service, settings, arguments: list[str]) -> int:
    """`python -m services.intake found-operator …`; 1 when the operator or the login is there already."""
    asked = _read(arguments)
    password = Path(asked.password_file).read_text().strip() if asked.password_file else secrets.token_urlsafe(18)
    if len(password) < SHORTEST:
        print(f"The password needs at least {SHORTEST} characters.", file=sys.stderr)
        return 2
    store = service.open_store(settings)
    try:
        refusal, operator_id = _found(store, asked, password)
    finally:
        store.close()
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    _tell(asked, operator_id, password)
    return 0


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m services.intake found-operator")
    for name in ("--code", "--name-zh", "--name-en", "--login"):
        parser.add_argument(name, required=True)
    parser.add_argument("--password-file", help="otherwise a password is made and shown once")
    parser.add_argument("--json", action="store_true", help="answer as one line of JSON")
    return parser.parse_args(arguments)


def _found(store, asked, password: str):
    """Operator and admin in one transaction. Returns what stands in the way, or None and the operator's id."""
    with store.reading(None) as session:
        if session.scalar(select(Operator).where(Operator.code == asked.code)):
            return f"The operator {asked.code} is there already.", None
        if find_login(session, asked.login):
            return f"The login {asked.login} is taken.", None
    operator = Operator(id=new_id(), code=asked.code, name_zh=asked.name_zh, name_en=asked.name_en)
    founder = Principal.system(operator.id, name="founding")
    with store.work(founder, now=datetime.now(UTC)) as work:
        work.session.add(operator)
        create_account(work, asked.login, asked.login, password, {"*": ["admin", "head_office"]})
    return None, operator.id


def _tell(asked, operator_id, password: str) -> None:
    told = {"operator_id": str(operator_id), "login": asked.login}
    if not asked.password_file:
        told["password"] = password
    if asked.json:
        print(json.dumps(told))
        return
    print(f"Operator {asked.code} ({operator_id}) stands; its admin signs in as {asked.login}.")
    if not asked.password_file:
        print(f"The password, shown only now: {password}")
