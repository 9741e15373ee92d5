"""OpenAPI of each service, from its routes."""

import importlib
import json
import tempfile

from shared.web.pages.navigation import text as house_text
from shared.web.tokens import generate_keys

SERVICES = ("intake", "dispatch", "billing", "notify")


def write() -> dict[str, str]:
    """Service name -> its OpenAPI document as JSON text."""
    private, public = generate_keys()
    return {name: _document(name, private, public) for name in SERVICES}


def navigation() -> str:
    """Where each service's pages stand in the frame of all."""
    return house_text([_service(name) for name in SERVICES])


def _service(name: str):
    return importlib.import_module(f"services.{name}.service").service


def _document(name: str, private: str, public: str) -> str:
    service = _service(name)
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
            answer = service.web_app(settings, store).test_client().get("/api/v1/openapi.json")
            return json.dumps(answer.get_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        finally:
            store.close()
