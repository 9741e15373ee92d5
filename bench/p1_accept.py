"""P-1: accept one pushed ticket over HTTP, everything on, against a bare Flask route with two raw psycopg inserts."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import requests

from shared.testing.people import ADMIN
from shared.testing.servers import free_ports
from shared.web import tokens

from .figure import Figure, interleaved
from .push_load import Platform, pushes, run_load
from .rig import Rig

REQUESTS = 1500
GUNICORN = [
    *(sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4", "--worker-class", "gthread"),
    *("--no-control-socket", "--log-level", "error"),
]
OUR_OWN = Path(__file__).parents[1] / "shared" / "web" / "gunicorn_conf.py"  # logs and metrics as in service


def measure(rig: Rig) -> Figure:
    with contextlib.ExitStack() as stack:
        platform = stack.enter_context(intake(rig))
        bare = stack.enter_context(bare_route(rig))

        def ours() -> float:
            return run_load(platform.url, pushes(platform, REQUESTS))

        def reference() -> float:
            return run_load(bare, pushes(platform, REQUESTS))

        ours(), reference()  # warm
        measured = interleaved(ours, reference)
    return Figure("P-1", "accept one signed push: ticket, event, de-duplicated", *measured, "tickets/s", 1.2)


@contextlib.contextmanager
def intake(rig: Rig):
    """Intake behind gunicorn with one site, one integration and its profile."""
    private, public = tokens.generate_keys()
    environ = {
        "FRONTDESK_DATABASE_URL": rig.database("intake"),
        "FRONTDESK_BROKER_URL": rig.broker("intake"),
        "FRONTDESK_TOKEN_PUBLIC_KEYS": public,
        "FRONTDESK_TOKEN_PRIVATE_KEY": private,
        "FRONTDESK_LOG_LEVEL": "warning",
    }
    with served("shared.service:web_application('intake')", environ, "/readyz", "--config", str(OUR_OWN)) as url:
        yield founded(private, url)


def founded(private: str, url: str) -> Platform:
    """One operator with one site, and a platform that may push to it; over HTTP as an administrator would."""
    token = tokens.mint(private, ADMIN, now=datetime.now(UTC), seconds=3600)
    headers = {"Authorization": f"Bearer {token}"}
    site = {"code": "JADE", "name_zh": "翠湖花园", "name_en": "Jade Lake", "timezone": "Asia/Shanghai"}
    category = {
        **{"code": "unit.plumbing.leak", "name_zh": "漏水", "name_en": "Leak", "place": "unit", "object": "plumbing"},
        **{"problem": "leak", "kind": "repair_unit", "trade": "plumbing", "follow_up": "leak", "priority": "urgent"},
    }
    answer = requests.post(
        f"{url}/api/v1/directory/imports", headers=headers, json={"sites": [site], "categories": [category]}, timeout=30
    )
    answer.raise_for_status()
    sites = requests.get(f"{url}/api/v1/sites", headers=headers, timeout=30).json()["items"]
    asked = {"name": "bench", "code": "bench", "profile": PROFILE, "site_ids": [sites[0]["id"]]}
    made = requests.post(f"{url}/api/v1/integrations", headers=headers, json=asked, timeout=30)
    made.raise_for_status()
    one = made.json()
    put = requests.put(f"{url}/api/v1/integrations/{one['id']}/profile", headers=headers, json=PROFILE, timeout=30)
    put.raise_for_status()
    return Platform(f"{url}/api/v1/integrations/{one['id']}/pushes", one["push_secret"])


PROFILE = {
    "name": "bench",
    "timezone": "Asia/Shanghai",
    "external_id": ["id"],
    "site": {"field": "site", "map": {"翠湖花园": "JADE"}},
    "occurred_at": {"field": "at", "formats": ["%Y-%m-%d %H:%M:%S"]},
    "category": {"fields": ["problem"], "map": [{"when": ["漏水"], "category": "unit.plumbing.leak"}]},
    "public_place": {"fields": ["place"]},
    "caller": {"name": "name", "phone": "phone"},
    "description": {"fields": ["text"]},
}


@contextlib.contextmanager
def bare_route(rig: Rig):
    """The floor: parse JSON, two inserts with raw psycopg, answer. Nothing else."""
    environ = {"BENCH_DATABASE": rig.postgres.create_database("bare", "bench_bare", "bench")}
    with served("bench.bare:application()", environ, "/ready") as url:
        yield f"{url}/pushes"


@contextlib.contextmanager
def served(application: str, environ: dict, ready: str, *options: str):
    (port,) = free_ports(1)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("FRONTDESK_")}
    process = subprocess.Popen(
        [*GUNICORN, *options, "--bind", f"127.0.0.1:{port}", application],
        env={**kept, **environ}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not _open(url + ready):
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError(f"{application} did not open")
            time.sleep(0.1)  # a server tells nobody that its port is open now
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _open(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False
