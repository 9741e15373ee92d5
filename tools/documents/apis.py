"""OpenAPI of each service, from its routes."""

import importlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from shared.web.pages.navigation import text as house_text
from shared.web.tokens import generate_keys

SERVICES = ("intake", "dispatch", "billing", "notify")


def write() -> dict[str, str]:
    """Service name -> its OpenAPI document as JSON text."""
    return {name: _document(name) for name in SERVICES}


def navigation() -> str:
    """Where each service's pages stand in the frame of all."""
    return house_text([_service(name) for name in SERVICES])


def _service(name: str):
    return importlib.import_module(f"services.{name}.service").service


def _document(name: str) -> str:
    with doors_of(name) as app:
        answer = app.test_client().get("/api/v1/openapi.json")
    return json.dumps(answer.get_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@contextmanager
def doors_of(name: str) -> Iterator[Flask]:
    """The doors of a service, to be read and not opened: its database is an empty file."""
    service, (private, public) = _service(name), generate_keys()
    with tempfile.TemporaryDirectory() as folder:
        own = {"token_private_key": private} if "token_private_key" in service.settings.__dataclass_fields__ else {}
        settings = service.settings(
            database_url=f"sqlite:///{folder}/{name}.db",
            broker_url="embedded:///nowhere",
            token_public_keys=public,
            **own,
        )
        store = service.open_store(settings)
        try:
            yield service.web_app(settings, store)
        finally:
            store.close()
