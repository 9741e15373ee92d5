"""The one web process of the embedded centre: four services, each mounted at its name, behind one port."""

import importlib
import json
import os
from pathlib import Path

from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.utils import redirect

from shared.heap import loading

from .folder import SERVICES

SETTINGS = "EMBEDDED_SETTINGS"


def application():
    """What gunicorn serves; each service reads its own settings from the folder's settings file."""
    settings = json.loads(Path(os.environ[SETTINGS]).read_text(encoding="utf-8"))
    with loading():
        return DispatcherMiddleware(front_door, {f"/{name}": mounted(name, settings[name]) for name in SERVICES})


def mounted(name: str, environ: dict):
    service = importlib.import_module(f"services.{name}.service").service
    return service.web_app(service.settings.read(environ))


def front_door(environ, start_response):
    """Whoever comes without a path is shown in."""
    answer = redirect("/intake/") if environ.get("PATH_INFO", "/") in ("", "/") else NotFound()
    return answer(environ, start_response)
