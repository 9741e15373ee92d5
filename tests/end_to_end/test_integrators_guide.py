"""What integrators copy out of docs/integrators.md does what is written beside it, against running servers (RV-9)."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from embedded.door import Door
from services.intake.tests.conftest import place  # noqa: F401  the small site of intake's tests
from shared.testing.people import ADMIN, SITE
from shared.testing.servers import free_ports
from shared.web.tokens import mint
from tests.end_to_end.conftest import eventually, service_of

GUIDE = Path(__file__).parents[2] / "docs" / "integrators.md"
BLOCK = re.compile(r"^```(sh|python|json)([^\n]*)\n(.*?)^```$", re.S | re.M)
PROMISED = re.compile(r"# → (.*)$", re.M)
WEBHOOK_SECRET = "whsec_dGhlIHNlY3JldCBvZiB0aGUgc3Vic2NyaXB0aW9uIQ=="  # noqa: S105  of this test alone


@pytest.fixture
def stores(sqlite_templates, token_keys, tmp_path):
    """Intake, which is pushed to, and notify, which tells back."""
    own = {"intake": {"token_private_key": token_keys[0]}, "notify": {"webhook_private_addresses": True}}
    opened = {}
    for name in own:
        service = service_of(name)
        common = {"database_url": sqlite_templates.fresh(name), "broker_url": f"embedded:///{tmp_path}/bus.db"}
        settings = service.settings(**common, token_public_keys=token_keys[1], **own[name])
        opened[name] = service.open_store(settings)
    yield opened
    for store in opened.values():
        store.close()
        sqlite_templates.drop(store.settings.database_url)


@pytest.fixture
def store(stores):
    return stores["intake"]


@pytest.fixture
def servers(stores):
    """The addresses of both, on this machine."""
    running, urls = [], {}
    for name, store in stores.items():
        app = service_of(name).web_app(store.settings, store)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((server, thread))
        urls[name] = f"http://127.0.0.1:{server.server_port}"
    yield urls
    for server, thread in running:
        server.shutdown()
        thread.join(10)
        server.server_close()


@pytest.fixture
def known(servers, token_keys, place):  # noqa: F811
    """What an administrator hands to an integrator, by the names of the guide."""
    token = mint(token_keys[0], ADMIN, now=datetime.now(UTC))
    desk = Door(servers["intake"], token=token)
    asked = {"code": "guide", "name": "The guide", "site_ids": [str(SITE)], "profile": examples("json")[0][1]}
    made = desk.post("/api/v1/integrations", asked)
    here = f"/api/v1/integrations/{made['id']}"
    tried, line = desk.post(f"{here}/sandbox"), desk.post(f"{here}/phone-lines", {"site_id": str(SITE)})
    names = {"INTAKE": servers["intake"], "INTEGRATION": made["id"], "LINE": line["address"]}
    names |= {"SECRET": made["push_secret"], "API_KEY": made["api_key"]}
    names |= {"SANDBOX_SECRET": tried["push_secret"], "SANDBOX_KEY": tried["api_key"]}
    return {"token": token, "names": names}


def examples(*kinds: str) -> list[tuple[str, object]]:
    """(what stands behind the kind, the text), in the order of the guide; JSON comes read."""
    found = BLOCK.findall(GUIDE.read_text("utf-8"))
    return [(mark.strip(), json.loads(t) if kind == "json" else t) for kind, mark, t in found if kind in kinds]


def run(command: list[str], text: str, folder: Path, names: dict) -> str:
    """What it prints; it must end well."""
    environment = {**os.environ, **names, "no_proxy": "*", "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([*command, text], cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def must_hold(text: str, printed: str) -> None:
    promised = PROMISED.findall(text)
    assert promised, f"this example promises nothing:\n{text}"
    missing = [words for words in promised if close(words.strip()) not in close(printed)]
    assert missing == [], f"{text}\nprinted\n{printed}"


def close(text: str) -> str:
    """JSON with or without a space behind its colons is the same to a reader."""
    return text.replace('": ', '":')


def test_every_example_of_the_guide_does_what_it_says(known, servers, stores, tmp_path):
    defined = "set -euo pipefail\n"
    ran = 0
    for kind, mark, text in BLOCK.findall(GUIDE.read_text("utf-8")):
        mark = mark.strip()
        if mark == "define":
            defined += text
        elif mark.endswith(".py"):
            (tmp_path / mark).write_text(text, "utf-8")
        elif kind == "sh":
            must_hold(text, run(["bash", "-c"], defined + text, tmp_path, known["names"]))
            ran += 1
        elif kind == "python" and not mark:
            must_hold(text, run([sys.executable, "-c"], text, tmp_path, known["names"]))
            ran += 1
    assert ran >= 12
    see_the_receiver(known, servers, stores, tmp_path)


def see_the_receiver(known, servers, stores, folder: Path) -> None:
    """The subscription is put, what intake announced reaches notify, and the guide's receiver prints the change."""
    ((_, text),) = [example for example in examples("python") if example[0] == "receiver"]
    (port,) = free_ports(1)
    names = known["names"] | {"PORT": str(port), "WEBHOOK_SECRET": WEBHOOK_SECRET, "PYTHONUNBUFFERED": "1"}
    subscription = {"url": f"http://127.0.0.1:{port}/", "secret": WEBHOOK_SECRET}
    path = f"/api/v1/webhook-subscriptions/{names['INTEGRATION']}"
    Door(servers["notify"], token=known["token"]).put(path, subscription)
    with subprocess.Popen(
        [sys.executable, "-c", text], env={**os.environ, **names}, cwd=folder, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    ) as receiver:  # fmt: skip
        try:
            eventually(lambda: listens(port))
            tell(stores)
            heard = ""  # tickets are told in no order among themselves
            while receiver.stdout and PROMISED.findall(text)[0].strip() not in heard and heard.count("\n") < 9:
                heard += receiver.stdout.readline()
            must_hold(text, heard)
        finally:
            receiver.kill()


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def tell(stores) -> None:
    """As relay, consumer and clock would, once."""
    now, outbox = datetime.now(UTC), stores["intake"].table("outbox")
    moved = select(outbox.c.body).where(outbox.c.routing_key.like("%ticket.moved%")).order_by(outbox.c.position)
    with stores["intake"].reading(None) as session:
        bodies = session.execute(moved).scalars().all()
    notify = service_of("notify")
    notify.settlement(stores["notify"]).handle_all(list(bodies), now)
    clockwork = notify.clockwork(stores["notify"])
    clockwork.start(now)
    clockwork.tick(now)


def test_an_example_that_breaks_its_word_is_seen(tmp_path):
    with pytest.raises(AssertionError, match="printed"):
        must_hold("echo x  # → y", run(["bash", "-c"], "echo x", tmp_path, {}))
    with pytest.raises(AssertionError):
        run(["bash", "-c"], "exit 3", tmp_path, {})
    with pytest.raises(AssertionError, match="promises nothing"):
        must_hold("echo x", "x")
