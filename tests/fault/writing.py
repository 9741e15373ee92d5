"""The desk at work until it is killed: tickets through the door, four at a time, each answer noted. Tests start it:

python -m tests.fault.writing <settings as JSON> <ledger> [<planted SQLite synchronous>]
"""

import json
import os
import sys
from itertools import count
from threading import Thread

from services.intake.directory.models import Operator, Site
from services.intake.directory.site_settings import complete
from services.intake.service import service
from shared.principal import Principal
from shared.storage import engine
from shared.testing.client import Client
from shared.testing.people import DESK, OPERATOR, SITE

LINES = 4


def found_site(store) -> None:
    named = {"timezone": "Asia/Shanghai", "currency": "CNY", "settings": complete({})}
    with store.work(Principal.system(OPERATOR)) as work:
        work.session.add(Operator(id=OPERATOR, code="demo", name_zh="示范物业", name_en="Demo Property"))
        work.session.add(Site(id=SITE, site_id=SITE, code="CH", name_zh="翠湖花园", name_en="Green Lake", **named))


def ticket(number: int) -> dict:
    return {"site_id": str(SITE), "kind": "repair_public", "description": f"第{number}盏路灯不亮"}


def work_on(client: Client, numbers, ledger: int) -> None:
    for number in numbers:
        answer = client.post("/tickets", json=ticket(number))
        if answer.status_code == 201:
            os.write(ledger, f"{answer.json['id']}\n".encode())


def main(told: str, ledger: str, synchronous: str | None = None) -> None:
    if synchronous:
        engine.SQLITE = tuple(p for p in engine.SQLITE if "synchronous" not in p) + (f"synchronous={synchronous}",)
    settings = service.settings(**json.loads(told))
    app = service.web_app(settings, service.open_store(settings))
    notes, numbers = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT), count(1)
    clients = [Client(app, settings.token_private_key, DESK) for _ in range(LINES)]
    for line in [Thread(target=work_on, args=(client, numbers, notes)) for client in clients]:
        line.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
