"""The processes of a centre: few of them on one machine, or every part by itself as on a server."""

import os
import sys
from pathlib import Path

from shared.settings import SPARE_THREADS, Settings

from .folder import SERVICES
from .processes import Process
from .web import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("relay", "consume", "clock")
THREADS = Settings.web_threads + Settings.web_waiting + SPARE_THREADS  # as one service has them (decision 0026)


def few_parts(centre, environs: dict[str, dict]) -> list[Process]:
    """One process for the doors of all services, one for the work of each."""
    return [web(centre), *(part(centre, name, name, "work", environs[name]) for name in SERVICES)]


def every_part(centre, environs: dict[str, dict]) -> list[Process]:
    """What an orchestrator runs: the four roles of the four services, each by its own command."""
    found = []
    for name in SERVICES:
        door = {"HTTP_HOST": centre.host, "HTTP_PORT": str(centre.port_of(name)), "ROOT_PATH": f"/{name}"}
        settings = {f"FRONTDESK_{setting}": value for setting, value in door.items()}
        found.append(part(centre, f"{name}-web", name, "web", environs[name] | settings))
        found += [part(centre, f"{name}-{role}", name, role, environs[name]) for role in ROLES]
    return found


def web(centre) -> Process:
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"{centre.host}:{centre.port}", "--worker-class", "gthread"),
        *("--workers", "2", "--threads", str(THREADS), "--keep-alive", "30"),
        *("--graceful-timeout", "10", "--timeout", "60"),
        *("--no-control-socket", "--config", "python:embedded.gunicorn_conf"),
        "embedded.web:application()",
    ]
    return process(centre, "web", command, {SETTINGS: str(centre.folder.settings_file)})


def part(centre, name: str, service: str, role: str, environ: dict) -> Process:
    return process(centre, name, [sys.executable, "-m", f"services.{service}", role], environ)


def process(centre, name: str, command: list[str], environ: dict) -> Process:
    ours = {k: v for k, v in os.environ.items() if not k.startswith("FRONTDESK_")}
    ours["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), ours.get("PYTHONPATH"))))
    return Process(name, command, ours | environ, centre.folder.logs / f"{name}.log")
